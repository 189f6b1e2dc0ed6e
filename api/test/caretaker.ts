/**
 * Started by `left-behind.ts`: outlives the program that started it, however that ends, and takes down what it has left
 * standing. What its owner has taken down itself is not there any more, and nothing is done.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../../scripts/processes.mjs';
import type { LeftBehind } from './left-behind.ts';

const left: LeftBehind[] = [];
const patienceMs = 20_000;

/** A process, or a group of them as a negative number. */
async function end(pid: number, signal: NodeJS.Signals): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (isAlive(pid)) {
    process.kill(pid, Date.now() < deadline ? signal : 'SIGKILL');
    await pause(100);
  }
}

/** Zero when none runs there. */
function databaseIn(folder: string): number {
  const lock = join(folder, 'data', 'postmaster.pid');
  return existsSync(lock) ? parseInt(readFileSync(lock, 'utf8'), 10) : 0;
}

// What ends a terminal's programs must not end this one before them.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.on('message', (one: LeftBehind) => left.push(one));
process.on('disconnect', () => void takeDown());
// Sooner than this was ready for it.
if (!process.connected) void takeDown();

async function takeDown(): Promise<void> {
  for (const one of left) if ('group' in one) await end(-one.group, 'SIGINT');
  for (const one of left)
    if ('folder' in one) {
      const database = databaseIn(one.folder);
      // At once, without writing anything down: its files go with it.
      if (database) await end(database, 'SIGQUIT');
      rmSync(one.folder, { recursive: true, force: true, maxRetries: 10 });
    }
  process.exit();
}
