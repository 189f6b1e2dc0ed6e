/** The floor for lists: node:http and one prepared statement that lets Postgres write the JSON. No authentication, no GraphQL. */
import { createServer } from 'node:http';
import pg from 'pg';

const [databaseUrl, accountId, statement] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 6 });

interface Row {
  json: string;
  createdAt: string;
}

const server = createServer((request, response) => {
  // The body is the same GraphQL request that the product gets; the floor only has to read it off the wire.
  request.resume().on('end', async () => {
    const { rows } = await pool.query<Row>({ name: 'list', text: statement ?? '', values: [accountId] });
    const nodes = rows.map(({ json }) => json).join(',');
    const text = `{"data":{"imageRequests":{"nodes":[${nodes}],"pageInfo":{"endCursor":"${rows.at(-1)?.createdAt}","hasNextPage":true}}}}`;
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) })
      .end(text);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
