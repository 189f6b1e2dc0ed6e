import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Problem } from './problem.mjs';
import { commandOf, isAlive } from './processes.mjs';

/**
 * One start at a time for each data folder. The file names its processes, so that the next start can end what a killed
 * one left behind.
 */
export async function takeLock(dataFolder, { address }) {
  const file = path.join(dataFolder, 'running.json');
  const own = { pid: process.pid, address, children: [] };
  const incoming = `${file}.${process.pid}`;
  const write = () => fs.writeFileSync(incoming, JSON.stringify(own));
  write();
  try {
    while (!linked(incoming, file)) await clearStale(file);
  } finally {
    fs.rmSync(incoming, { force: true });
  }
  return {
    /** Called whenever a process is started. */
    remember(pid) {
      own.children = own.children.filter(isAlive).concat(pid);
      try {
        write();
        fs.renameSync(incoming, file);
      } catch {
        // A full disk, or a folder that was taken away: whoever starts next may have to end this one by hand.
      }
    },
    release: () => fs.rmSync(file, { force: true }),
  };
}

/** A hard link appears with its whole content, and only if nobody was quicker. */
function linked(from, to) {
  try {
    fs.linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function clearStale(file) {
  const other = JSON.parse(fs.readFileSync(file, 'utf8'));
  if (isAlive(other.pid) && (commandOf(other.pid) ?? 'start.mjs').includes('start.mjs'))
    throw new Problem(
      `InfluenceGen already runs from this folder: ${other.address} (process ${other.pid}).\n` +
        `Stop it with Ctrl-C in its terminal, or: kill ${other.pid}`,
    );
  const orphans = other.children.filter((pid) => isAlive(pid) && commandOf(pid)?.includes(path.join('api', 'dist')));
  for (const pid of orphans) process.kill(pid, 'SIGKILL');
  while (orphans.some((pid) => commandOf(pid) !== '' && isAlive(pid))) await pause(20);
  fs.rmSync(file, { force: true });
}
