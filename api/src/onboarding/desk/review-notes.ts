import { randomUUID } from 'node:crypto';
import { FieldProblems } from '../../accounts/account.rules.ts';
import { personJson, personOf, type PersonRow } from '../../accounts/person.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { demand } from '../../platform/permission.ts';
import { sealedColumn } from '../../platform/sealed-columns.ts';
import { reviewApplications } from '../onboarding.policy.ts';
import { announceCaseChange } from './case.change.ts';
import type { CaseReads } from './case.reads.ts';
import type { ReviewNote } from './review-file.ts';
import { readNote } from './verdicts.ts';

const textColumn = sealedColumn({
  table: 'review_note',
  column: 'text_sealed',
  id: 'id',
  kind: 'message',
  retention: 'kyc',
  description: 'What reviewers tell each other about a creator',
});

const mostShown = 100;

export async function notesOf(tx: Transaction, keyring: Keyring, accountId: string): Promise<ReviewNote[]> {
  const found = await rows<Omit<ReviewNote, 'text' | 'author'> & { textSealed: Buffer; author: PersonRow | null }>(
    tx,
    `select n.id, n.text_sealed as "textSealed", n.at, c.number::text as "caseNumber",
       case when author.id is not null then ${personJson('author')} end as author
     from review_note n join review_case c on c.id = n.case_id left join account author on author.id = n.author_id
     where n.account_id = $1 order by n.at desc, n.id limit ${mostShown}`,
    [accountId],
  );
  return found.map(({ textSealed, author, ...note }) => ({
    ...note,
    text: keyring.openText(textColumn.at(note.id), textSealed),
    author: author && personOf(keyring, author),
  }));
}

export interface ReviewNotesParts {
  db: Db;
  events: EventBus;
  reads: CaseReads;
  now: () => Date;
}

/** Between reviewers: a creator never sees them. */
export class ReviewNotes {
  constructor(private readonly parts: ReviewNotesParts) {}

  async add(actor: Actor, caseId: string, given: string): Promise<ReviewNote> {
    const { accountId: authorId } = demand(actor, reviewApplications);
    const { db, events, reads, now } = this.parts;
    const problems = new FieldProblems();
    const text = readNote(problems, given);
    if (text === null) problems.add('text', 'REQUIRED', 'This is missing');
    problems.demandNone('This note cannot be kept');
    return transaction(db, async (tx) => {
      const { creator } = await reads.one(tx, actor, caseId);
      const id = randomUUID();
      await tx.query(
        'insert into review_note (id, account_id, case_id, author_id, text_sealed, at) values ($1, $2, $3, $4, $5, $6)',
        [id, creator.id, caseId, authorId, db.keyring.seal(textColumn.at(id), text!), now()],
      );
      await recordAudit(tx, actor, 'onboarding.note', { type: 'review_case', id: caseId }, { note: id });
      await announceCaseChange(events, tx, { id: caseId, accountId: creator.id });
      const notes = await notesOf(tx, db.keyring, creator.id);
      return notes.find((note) => note.id === id)!;
    });
  }
}
