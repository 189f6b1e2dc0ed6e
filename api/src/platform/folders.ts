import { existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

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
    const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isThere || !statSync(folder).isDirectory()) throw error;
  }
}
