import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { Staging } from '../platform/staging.ts';
import { receiveBody } from './callback-body.ts';

/** Its disk takes nothing until it is told to. */
class StuckStaging extends Staging {
  readonly asked = Promise.withResolvers<void>();
  readonly freed = Promise.withResolvers<void>();

  override isBehind(): boolean {
    return true;
  }

  override async keepUp(): Promise<void> {
    this.asked.resolve();
    await this.freed.promise;
    await super.keepUp();
  }
}

/** A server that takes one body of five megabytes to a disk that is stuck, and the first bytes of it. */
async function aStuckBody() {
  const folder = aFolder();
  const staging = new StuckStaging(folder, 10_000_000);
  const outcome = Promise.withResolvers<unknown>();
  const server = createServer((req) => {
    receiveBody(req, staging, { pictures: 1, silenceMs: 50 }).then(outcome.resolve, outcome.resolve);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sent = request({
    port: (server.address() as AddressInfo).port,
    method: 'POST',
    headers: { 'content-type': 'image/png', 'content-length': 5_000_000 },
  });
  sent.on('error', () => undefined);
  onTestFinished(async () => {
    sent.destroy();
    server.close();
    await staging.discard();
    expect(await readdir(folder)).toEqual([]);
  });
  sent.write(Buffer.alloc(1_000_000));
  await staging.asked.promise;
  return { staging, server, sent, outcome: outcome.promise };
}

test('a body that is cut off while the disk is behind is refused once nothing of it is being written', async () => {
  const { staging, server, outcome } = await aStuckBody();
  // What is paused does not notice its sender leave, but this.
  server.closeAllConnections();
  expect(await Promise.race([outcome, pause(300, 'still writing')])).toBe('still writing');

  staging.freed.resolve();
  expect(await outcome).toMatchObject({ status: 400, code: 'BODY_CUT_OFF' });
});

test('a disk that is behind for longer than a body may be silent is no silence of the sender', async () => {
  const { staging, sent, outcome } = await aStuckBody();
  sent.end(Buffer.alloc(4_000_000));
  await pause(300);

  staging.freed.resolve();
  expect(await outcome).toMatchObject({ sha256: createHash('sha256').update(Buffer.alloc(5_000_000)).digest('hex') });
});

test('a body that falls silent once the disk has caught up is refused', async () => {
  const { staging, outcome } = await aStuckBody();
  staging.freed.resolve();
  expect(await outcome).toMatchObject({ status: 408, code: 'TOO_SLOW' });
});

test('a body that falls silent is refused also where it came on the heels of another one', async () => {
  const folder = aFolder();
  const outcomes = new Map(['/first', '/second'].map((path) => [path, Promise.withResolvers<unknown>()]));
  const server = createServer((req) => {
    const staging = new Staging(folder, 10_000_000);
    const { resolve } = outcomes.get(req.url!)!;
    const received = receiveBody(req, staging, { pictures: 1, silenceMs: 50 });
    void received.then(resolve, resolve).finally(() => staging.discard());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line = connect((server.address() as AddressInfo).port, '127.0.0.1');
  onTestFinished(() => {
    line.destroy();
    server.close();
  });
  const head = (path: string): string =>
    `POST ${path} HTTP/1.1\r\nhost: here\r\ncontent-type: image/png\r\ncontent-length: 10\r\n\r\n`;
  line.write(`${head('/first')}0123456789${head('/second')}01234`);

  const sha256 = createHash('sha256').update('0123456789').digest('hex');
  expect(await outcomes.get('/first')!.promise).toMatchObject({ sha256 });
  expect(await outcomes.get('/second')!.promise).toMatchObject({ status: 408, code: 'TOO_SLOW' });
});

test('of a body that nobody asked for nothing is kept, while it is hashed to the end', async () => {
  const folder = aFolder();
  const staging = new Staging(folder, 10_000_000);
  const outcome = Promise.withResolvers<{ sha256: string }>();
  const server = createServer((req) => {
    receiveBody(req, staging, { pictures: null, silenceMs: 5_000 }).then(outcome.resolve, outcome.reject);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const bytes = Buffer.alloc(3_000_000, 'x');
  const sent = request({ port, method: 'POST', headers: { 'content-type': 'image/png' } });
  sent.on('error', () => undefined);
  onTestFinished(() => void sent.destroy());
  sent.write(bytes);
  await pause(100);
  expect(await readdir(folder)).toEqual([]);
  sent.end();
  expect((await outcome.promise).sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(await readdir(folder)).toEqual([]);
});
