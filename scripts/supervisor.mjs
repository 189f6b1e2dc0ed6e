import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** Longer than a process of ours takes to give up on its own. */
const stopWithinMs = 20_000;
const shortestPauseMs = 500;
const longestPauseMs = 30_000;
/** A process that ran this long was well: the next pause is short again. */
const wellAfterMs = 60_000;
const rotateAtBytes = 20_000_000;
const shownLevels = { warn: 'warning', error: 'error', fatal: 'error' };

/**
 * A process of ours: its log goes to a file, warnings to the terminal; when it ends unasked it is started again, later
 * each time. It holds an IPC channel and ends when that breaks, so killing us leaves no orphan.
 */
export function supervise({ name, command, args, env, cwd, logFolder, say, onStart = () => {} }) {
  const log = openLog(path.join(logFolder, `${name}.log`));
  let child;
  let timer;
  let pauseMs = shortestPauseMs;
  let endedUnasked = false;
  const askedToEnd = new WeakSet();

  const onLine = (line) => {
    log.write(line);
    const shown = readable(name, line);
    if (shown !== undefined) say(shown);
  };

  function start() {
    const began = Date.now();
    // In a session of its own: Ctrl-C is for us, and we end the processes in order.
    const started = spawn(command, args, { env, cwd, detached: true, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    child = started;
    if (started.pid !== undefined) onStart(started.pid);
    createInterface({ input: started.stdout }).on('line', onLine);
    createInterface({ input: started.stderr }).on('line', onLine);
    started.once('error', (error) => onLine(error.message));
    started.once('exit', (code, signal) => {
      if (askedToEnd.has(started)) return;
      endedUnasked = true;
      if (Date.now() - began > wellAfterMs) pauseMs = shortestPauseMs;
      say(`${name} ended (${signal ?? `exit code ${code}`})`);
      timer = setTimeout(startAgain, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    });
  }

  function startAgain() {
    say(`Starting ${name} again`);
    start();
  }

  async function end() {
    clearTimeout(timer);
    askedToEnd.add(child);
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    const impatience = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    child.kill('SIGTERM');
    await gone;
    clearTimeout(impatience);
  }

  start();
  return {
    /** Whether it has ever ended unasked. */
    hasEnded: () => endedUnasked,
    async restart() {
      await end();
      start();
    },
    async stop() {
      await end();
      log.close();
    },
  };
}

/** The file of this run; the one before is kept beside it, and a long run turns over too. */
function openLog(file) {
  let fd;
  let bytes = 0;
  const turnOver = () => {
    if (fd !== undefined) fs.closeSync(fd);
    if (fs.existsSync(file)) fs.renameSync(file, `${file}.1`);
    fd = fs.openSync(file, 'w', 0o600);
    bytes = 0;
  };
  turnOver();
  return {
    write(line) {
      if (fd === undefined) return;
      try {
        bytes += fs.writeSync(fd, `${line}\n`);
        if (bytes > rotateAtBytes) turnOver();
      } catch {
        // A full disk takes a line of the log from us, not the product.
      }
    },
    close() {
      fs.closeSync(fd);
      fd = undefined;
    },
  };
}

/** What deserves the terminal: warnings and worse, and whatever is not a log entry, such as a crash. */
function readable(name, line) {
  if (line.trim() === '') return undefined;
  const entry = line.startsWith('{') ? parsed(line) : undefined;
  if (entry === undefined) return `${name}: ${line}`;
  const word = shownLevels[entry.level];
  if (word === undefined) return undefined;
  const reason = entry.err?.message ? ` (${entry.err.message})` : '';
  return `${name}: ${word}: ${entry.msg ?? ''}${reason}`;
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    // Not a log entry: shown as it is.
    return undefined;
  }
}
