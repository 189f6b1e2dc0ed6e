/** The floor for large uploads: a bare server that streams a body to disk and makes file and name durable. Nothing else. */
import { randomUUID } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: floor-stream <folder>');

/** The name in the folder has to last too. */
const names = await open(folder, 'r');

const server = createServer(async (request, response) => {
  const name = join(folder, randomUUID());
  const file = await open(`${name}.part`, 'w');
  for await (const chunk of request as AsyncIterable<Buffer>) await file.write(chunk);
  await file.sync();
  await file.close();
  await rename(`${name}.part`, name);
  await names.sync();
  response.writeHead(204).end();
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
