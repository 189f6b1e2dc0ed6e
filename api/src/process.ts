import type { App } from './app.ts';
import { ConfigError, readConfig, type Config } from './platform/config.ts';
import { letFileThreadsGiveWay } from './platform/file-threads.ts';
import { CannotStart } from './platform/errors.ts';
import { createLog, type Log } from './platform/log.ts';

const stopWithinMilliseconds = 15_000;

/** The life of a process: configuration, start, signals, end. A start that fails says so in one sentence and exits with 1. */
export async function runProcess(name: string, start: (config: Config, log: Log) => Promise<App>): Promise<void> {
  const config = configured();
  const log = createLog(config, name);
  let app: App | null = null;
  let stopping = false;

  const die = (error: unknown): never => {
    log.fatal({ err: error }, 'unexpected failure');
    process.exit(1);
  };
  process.on('uncaughtException', die);
  process.on('unhandledRejection', die);

  const stop = (reason: string): void => {
    if (stopping) return;
    stopping = true;
    log.info({ reason }, 'stopping');
    setTimeout(() => process.exit(1), stopWithinMilliseconds).unref();
    Promise.resolve(app?.stop()).then(() => process.exit(0), die);
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
  // Whoever started this process died without a word.
  process.on('disconnect', () => stop('parent gone'));

  try {
    app = await start(config, log);
    // A sandbox may forbid it: the product works without.
    await letFileThreadsGiveWay().catch((error: unknown) =>
      log.info({ err: error }, 'threads for files do not give way'),
    );
    log.info({ ms: Math.round(process.uptime() * 1000) }, 'ready');
  } catch (error) {
    if (stopping) return;
    log.fatal({ err: error }, 'could not start');
    process.stderr.write(`${explain(error, config)}\n`);
    process.exit(1);
  }
}

function configured(): Config {
  try {
    return readConfig(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

function explain(error: unknown, { host, port }: Config): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `Port ${port} of ${host} is taken by another program. Set PORT to a free one.`;
  if (error instanceof ConfigError || error instanceof CannotStart) return error.message;
  return `The start failed: ${error instanceof Error ? error.message : String(error)}`;
}
