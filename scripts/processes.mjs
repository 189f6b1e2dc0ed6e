import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { Problem } from './problem.mjs';

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The command line of a process; empty for one that has ended, undefined where the system does not tell. */
export function commandOf(pid) {
  if (process.platform === 'win32') return undefined;
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    // It ended this moment.
    return '';
  }
}

/** Runs a program to its end. Its output is shown only when it fails, unless `stdio` says otherwise. */
export function run(command, args, { failure = '', stdio = ['ignore', 'pipe', 'pipe'], ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio, ...options });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.once('error', ({ name, code, message }) => {
      const reason = code === 'ENOENT' ? `${command} was not found.` : message;
      reject(new Problem(name === 'AbortError' ? 'Interrupted.' : `${failure}\n${reason}`));
    });
    child.once('close', (code) =>
      code === 0
        ? resolve(output)
        : reject(new Problem(`${failure}\n${output}`.trim() || `${command} ended with ${code}.`)),
    );
  });
}
