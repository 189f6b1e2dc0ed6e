import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.ts';
import { withoutPersonalData } from './redaction.ts';

export type Log = Logger;

const redact = (fields: object): Record<string, unknown> => withoutPersonalData(fields) as Record<string, unknown>;

/** JSON lines. `destination` is standard output unless a test looks at the lines. */
export function createLog(config: Pick<Config, 'logLevel'>, name: string, destination?: DestinationStream): Log {
  return pino(
    {
      name,
      level: config.logLevel,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: {
        level: (label) => ({ level: label }),
        log: redact,
      },
      // Already described by `redact`; pino's own would add every property of the error.
      serializers: { err: (described: unknown) => described },
    },
    // A system call for each line would cost a tenth of a small request. What is buffered is written at exit.
    destination ?? pino.destination({ dest: 1, sync: false, minLength: 8_192, periodicFlush: 250 }),
  );
}
