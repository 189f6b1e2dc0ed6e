import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { aFolder } from '../../test/folder.ts';
import { AuditJournal, readPiece } from './audit-journal.ts';
import { AuditKeys } from './audit-keys.ts';

const keys = new AuditKeys([{ version: 1, key: Buffer.alloc(32, 'audit') }]);
let folder: string;
beforeEach(() => {
  folder = aFolder();
});

const aJournal = (): AuditJournal =>
  new AuditJournal({
    folder: join(folder, 'of its own'),
    keys,
    onFailure: (error) => {
      throw error;
    },
  });
async function everything(where: string): Promise<string[]> {
  const names = await readdir(where);
  const texts = await Promise.all(names.map((name) => readFile(join(where, name), 'utf8')));
  return texts.flatMap((text) => readPiece(keys, text).ids);
}

test('killed at any moment, a process has noted everything that it said', { timeout: 30_000 }, async () => {
  for (let round = 0; round < 3; round += 1) {
    const where = join(folder, String(round));
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../test/noting.ts'), where], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    const gone = once(child, 'exit');
    const said: string[] = [];
    createInterface(child.stdout).on('line', (line) => {
      said.push(line);
      if (said.length === 500 + round * 77) child.kill('SIGKILL');
    });
    await gone;
    const noted = new Set(await everything(where));
    expect(said.length).toBeGreaterThanOrEqual(500);
    // The last line may have been cut short on its way here.
    expect(said.filter((id) => id.length === 36 && !noted.has(id))).toEqual([]);
  }
});

test('whoever recorded nothing leaves nothing behind', async () => {
  aJournal().close();
  await expect(readdir(join(folder, 'of its own'))).rejects.toThrow('ENOENT');
});

test('lies where its process alone reads it, in pieces of about a megabyte', async () => {
  const journal = aJournal();
  const ids = Array.from({ length: 60_000 }, () => randomUUID());
  for (let from = 0; from < ids.length; from += 1_000) journal.note(ids.slice(from, from + 1_000));
  journal.close();
  const where = join(folder, 'of its own');
  const names = await readdir(where);
  expect(names).toHaveLength(3);
  expect((await stat(where)).mode & 0o777).toBe(0o700);
  expect((await stat(join(where, names[0]!))).mode & 0o777).toBe(0o600);
  expect((await everything(where)).toSorted()).toEqual(ids.toSorted());
});
