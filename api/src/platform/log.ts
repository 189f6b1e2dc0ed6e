import { pino, type Logger } from 'pino';
import type { Config } from './config.ts';

export type Log = Logger;

export function createLog(config: Pick<Config, 'logLevel'>, name: string): Log {
  return pino({ name, level: config.logLevel });
}
