import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
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

test('a body that falls silent while the disk is behind is refused once nothing of it is being written', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'influencegen-body-'));
  const staging = new StuckStaging(folder, 10_000_000);
  const refused = Promise.withResolvers<unknown>();
  const server = createServer((req) => {
    receiveBody(req, staging, { pictures: 1, silenceMs: 50 }).catch(refused.resolve);
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
    await rm(folder, { recursive: true });
  });
  sent.write(Buffer.alloc(1_000_000));
  await staging.asked.promise;
  expect(await Promise.race([refused.promise, pause(300, 'still writing')])).toBe('still writing');

  staging.freed.resolve();
  expect(await refused.promise).toMatchObject({ status: 408, code: 'TOO_SLOW' });
  await staging.discard();
  expect(await readdir(folder)).toEqual([]);
});
