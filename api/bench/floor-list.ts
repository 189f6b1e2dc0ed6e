/** The floor for lists: node:http and one prepared statement that lets Postgres write the JSON. No authentication, no GraphQL. */
import { createServer } from 'node:http';
import pg from 'pg';

const [databaseUrl, accountId, statement] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: databaseUrl, max: 6 });

const server = createServer(async (request, response) => {
  for await (const _chunk of request) {
    // The body is the same GraphQL request that the product gets; the floor only has to read it off the wire.
  }
  const { rows } = await pool.query<{ json: string }>({ name: 'list', text: statement ?? '', values: [accountId] });
  response.setHeader('content-type', 'application/json').end(`{"data":{"imageRequests":${rows[0]?.json}}}`);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
