import { readdir, readFile } from 'node:fs/promises';
import { getPriority, setPriority } from 'node:os';

/** On the scale of `nice`: 0 is usual, 19 gets what nobody else wants. */
const standBack = 10;

/**
 * Threads for files, passwords and pictures give way to the one that answers people: each time it wakes one of them on a machine
 * without an idle core, it would otherwise lose its own. Linux alone has priorities of single threads; elsewhere nothing happens.
 */
export async function letFileThreadsGiveWay(): Promise<void> {
  if (process.platform !== 'linux') return;
  for (const thread of await fileThreads()) letGiveWay(thread);
}

/** 0: the one that asks. Whoever stands further back, because the whole process was started like that, may not come forward. */
export function letGiveWay(thread: number): void {
  if (getPriority(thread) < standBack) setPriority(thread, standBack);
}

/** Ids of this process's threads for files, as Linux counts them. They all begin with the first file. */
export async function fileThreads(): Promise<number[]> {
  const threads = (await readdir('/proc/self/task')).map(Number);
  const names = await Promise.all(
    threads.map((thread) => readFile(`/proc/self/task/${thread}/comm`, 'utf8').catch(() => '')),
  );
  return threads.filter((_, index) => names[index]!.trim() === 'libuv-worker');
}
