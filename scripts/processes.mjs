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

const endWithParent = `--import=${new URL('end-with-parent.mjs', import.meta.url).href}`;

/** In a group of its own, which ends with us: who starts again must not meet a half-done installation that still goes on. */
const inGroup = ({ env = process.env, ...options }) => ({
  ...options,
  stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  detached: true,
  env: { ...env, NODE_OPTIONS: [env.NODE_OPTIONS, endWithParent].filter(Boolean).join(' ') },
});

/**
 * Runs a program to its end and gives its output, which is shown only when it fails. `signal` ends it together with
 * what it has started itself, and so does our own end.
 */
export function run(command, args, { failure = '', signal, ...options }) {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const stdio = ['ignore', 'pipe', 'pipe'];
    const child = spawn(command, args, signal ? inGroup(options) : { stdio, ...options });
    const interrupt = () => child.pid !== undefined && process.kill(-child.pid, 'SIGTERM');
    signal?.addEventListener('abort', interrupt);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const fail = (reason) => reject(new Problem(`${failure}\n${reason}`.trim()));
    child.once('error', ({ code, message }) => fail(code === 'ENOENT' ? `${command} was not found.` : message));
    child.once('close', (code, endSignal) => {
      signal?.removeEventListener('abort', interrupt);
      if (code === 0) resolve(output);
      else fail(output.trim() || `${command} ended with ${endSignal ?? code}.`);
    });
  });
}
