/** Nothing but the work that protects a password: one Argon2id of the product's cost for each request, two at once. */
import { argon2, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const atOnce = 2;
const cost = { nonce: randomBytes(16), memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };
let running = 0;
const waiting: (() => void)[] = [];

async function verify(): Promise<void> {
  if (running === atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  await new Promise<void>((resolve, reject) =>
    argon2('argon2id', { message: 'seven red bicycles', ...cost }, (error) => (error ? reject(error) : resolve())),
  );
  const next = waiting.shift();
  if (next) next();
  else running -= 1;
}

const server = createServer((_req, res) => {
  verify().then(
    () => res.end(),
    () => res.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
