import { randomUUID } from 'node:crypto';
import { AuditJournal } from '../src/platform/audit-journal.ts';
import { AuditKeys } from '../src/platform/audit-keys.ts';

/** A process of its own, to be killed: notes without end and says after each note what it has noted. */
const journal = new AuditJournal({
  folder: process.argv[2]!,
  keys: new AuditKeys([{ version: 1, key: Buffer.alloc(32, 'audit') }]),
  onFailure: (error) => {
    throw error;
  },
});
for (;;) {
  const id = randomUUID();
  journal.note([id]);
  await new Promise((said) => process.stdout.write(`${id}\n`, said));
}
