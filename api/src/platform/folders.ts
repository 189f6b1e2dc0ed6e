import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { CannotStart } from './errors.ts';

/**
 * With the folders above it, one after the other: where nothing can be made, as below /proc, `recursive` of Node tries for
 * ever.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const above = dirname(folder);
  if (!existsSync(above)) makeFolder(above, mode);
  try {
    mkdirSync(folder, mode);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST' || !statSync(folder).isDirectory()) throw error;
  }
}

/** Without which nothing can be started. `setting` names it. */
export function makeNeededFolder(folder: string, setting: string): void {
  try {
    makeFolder(folder);
  } catch (error) {
    const message = `The folder ${folder} of ${setting} cannot be made: ${String(codeOf(error))}.`;
    throw new CannotStart(message, { cause: error });
  }
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error);
