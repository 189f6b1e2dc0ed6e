import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** What tests put on the disk. */
    temporaryFolder: string;
  }
}

/** An empty folder. It goes with the run, so that nothing stays also where tests or what tidies up after them fail. */
export const aFolder = (): string => mkdtempSync(join(inject('temporaryFolder'), 'of-a-test-'));
