export interface SupervisedProcess {
  name: string;
  command: string;
  args: string[];
  env: NodeJS.ProcessEnv;
  cwd: string;
  logFolder: string;
  /** Called with what belongs to the terminal. */
  say: (sentence: string) => void;
  onStart?: (pid: number) => void;
}

export interface Supervision {
  hasEnded(): boolean;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export function supervise(what: SupervisedProcess): Supervision;
