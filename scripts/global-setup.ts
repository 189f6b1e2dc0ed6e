import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { notLeftBehind } from '../api/test/left-behind.ts';

/** One folder for what the tests of a run put on the disk. */
export default function setup(project: TestProject): () => void {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'influencegen-test-'));
  // The databases' user must be able to pass through, or they would be placed elsewhere.
  fs.chmodSync(folder, 0o711);
  notLeftBehind({ folder });
  project.provide('temporaryFolder', folder);
  return () => fs.rmSync(folder, { recursive: true, force: true });
}
