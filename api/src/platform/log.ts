import { pino, type DestinationStream, type Logger } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

/** Never written, whoever logs them by mistake: who somebody is, what they asked for, what would let a stranger in. */
const personal =
  /(email|(display|first|last|full)name|phone|address|prompt|password(hash)?|token|secret|signature|authorization|cookie|apikey)$/;
const judged = new Map<string, boolean>();
/** Lines share a handful of keys; what strangers name may not fill the memory. */
const mostJudged = 1_000;

function isPersonal(key: string): boolean {
  let verdict = judged.get(key);
  if (verdict !== undefined) return verdict;
  verdict = personal.test(key.toLowerCase().replaceAll(/[-_]/g, ''));
  if (judged.size < mostJudged) judged.set(key, verdict);
  return verdict;
}
const deepest = 6;

const withoutPersonalData = (value: unknown, depth = 0): unknown => {
  if (value instanceof Error) return describeError(value);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (depth === deepest) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => withoutPersonalData(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      isPersonal(key) ? '[removed]' : withoutPersonalData(item, depth + 1),
    ]),
  );
};

/** Not the whole error: those of a database carry the statement, its values and the row they met. */
function describeError(error: Error): Record<string, unknown> {
  const { code } = error as { code?: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.cause instanceof Error ? { cause: describeError(error.cause) } : {}),
  };
}

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
