/**
 * The floor for receiving pictures: a bare server that streams a body to disk, hashes it, makes file and name durable and, when
 * somebody listens for it on a bare WebSocket, says so. No signature, no database, no checks.
 */
import { createHash, randomUUID } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: floor-receive <folder>');

/** The name in the folder has to last too. */
const names = await open(folder, 'r');
const listeners = new Map<string, WebSocket>();

const server = createServer(async (request, response) => {
  if (request.method === 'GET') {
    response.setHeader('content-type', 'application/json').end('{"data":{"viewer":null}}');
    return;
  }
  const id = request.url?.slice(1) ?? '';
  const staged = join(folder, randomUUID());
  const file = await open(staged, 'w');
  const hash = createHash('sha256');
  for await (const chunk of request as AsyncIterable<Buffer>) {
    hash.update(chunk);
    await file.write(chunk);
  }
  await file.sync();
  await file.close();
  const sha256 = hash.digest('hex');
  await rename(staged, join(folder, sha256));
  await names.sync();
  listeners.get(id)?.send(JSON.stringify({ id, sha256 }));
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ sha256 }));
});

new WebSocketServer({ server }).on('connection', (socket, request) => {
  listeners.set(request.url?.slice(1) ?? '', socket);
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address === 'object') process.send?.({ port: address.port });
});
