import { createHash, type Hash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';
import type { HashAnswer, HashTask } from './body-hash.ts';
import { letGiveWay } from './file-threads.ts';

// Linux alone has priorities of single threads.
if (process.platform === 'linux')
  try {
    letGiveWay(0);
  } catch {
    // A sandbox may forbid it: it hashes all the same.
  }

const hashes = new Map<number, Hash>();

parentPort!.on('message', ({ body, batch, length, last }: HashTask) => {
  const hash = hashes.get(body) ?? createHash('sha256');
  hash.update(batch.subarray(0, length));
  if (last) hashes.delete(body);
  else hashes.set(body, hash);
  const answer: HashAnswer = { batch, sha256: last ? hash.digest('hex') : null };
  parentPort!.postMessage(answer, [batch.buffer]);
});
