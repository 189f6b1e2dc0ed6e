import { type ChildProcess, fork } from 'node:child_process';

/** A folder, with the Postgres that may run in it; or a group of processes, by the number of its leader. */
export type LeftBehind = { folder: string } | { group: number };

let caretaker: ChildProcess | undefined;

/** Says what is not to outlive this program, should that end before it has taken it down: by Ctrl-C, or killed. */
export function notLeftBehind(...things: LeftBehind[]): void {
  if (!caretaker) {
    // In a session of its own: Ctrl-C ends whatever runs on the terminal.
    caretaker = fork(new URL('caretaker.ts', import.meta.url), { detached: true, stdio: 'ignore', execArgv: [] });
    caretaker.unref();
    caretaker.channel?.unref();
  }
  for (const thing of things) caretaker.send(thing);
}
