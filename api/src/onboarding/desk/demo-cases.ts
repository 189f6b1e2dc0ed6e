import { emailIndexes } from '../../accounts/account.personal.ts';
import { addAccount } from '../../accounts/add-account.ts';
import { hashPassword } from '../../accounts/password.ts';
import { drawSpecimen, keepDemoDocument, type Specimen } from '../../documents/demo-documents.ts';
import { DocumentPurpose } from '../../documents/document.entity.ts';
import { systemActor, type Actor } from '../../platform/actor.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import type { ObjectStorage } from '../../platform/object-storage.ts';
import { newTraceparent } from '../../platform/traceparent.ts';
import { keepDemoConsents } from '../../terms/demo-consents.ts';
import { setMarks } from '../applicant-mark.ts';
import { lockApplication, moveCase, moveSection, proposalColumn, readApplication } from '../application.rows.ts';
import { marksOf } from '../application.service.ts';
import { CaseDecision, CaseStatus } from '../case.lifecycle.ts';
import { asStored, keepDemoProfile } from '../demo-applications.ts';
import { keepDemoPayout } from '../payout-account/demo-payouts.ts';
import { SectionKind, sectionKinds, SectionStatus, type SectionVerb } from '../section.lifecycle.ts';
import { answersOf, applicants, type DemoApplicant } from './demo-applicants.ts';
import type { Decision } from './decisions.ts';
import { VerdictOutcome } from './review-case.ts';

export interface DemoCasesParts {
  db: Db;
  storage: ObjectStorage;
}

type Who = keyof typeof applicants;

const creatorPassword = 'studio-demo-1';

/** Hours before and after the first start. */
interface Times {
  openedBefore: number;
  dueAfter: number;
}

/** Longer ago than the first of the cases. */
const papersBeforeHours = 240;

const plainDecision = { reasons: [], note: null, reapplyAt: null };

/**
 * Creators who wait for the desk, and some whom it has answered, so that whoever tries it out meets everything that can come.
 * Once for a database: when one of them is there, all of them have been. Never in production.
 */
export async function seedDemoCases({ db, storage }: DemoCasesParts, now: Date): Promise<void> {
  const people: readonly DemoApplicant[] = Object.values(applicants);
  const known = await db.pool.query('select from account where email_index = any($1) limit 1', [
    people.flatMap(({ email }) => emailIndexes(db.keyring, email)),
  ]);
  if (known.rows.length > 0) return;
  // Before anything was accepted that rests on them.
  const handedIn = new Date(now.getTime() - papersBeforeHours * 3_600_000);
  const papers = people.flatMap((who) => papersOf(who).map((paper) => ({ ...paper, who })));
  const [pictures, passwordHash] = await Promise.all([
    Promise.all(papers.map(({ specimen }) => drawSpecimen(specimen))),
    hashPassword(creatorPassword),
  ]);
  const seeding = systemActor({ requestId: 'demo-cases', traceparent: newTraceparent() });
  await transaction(db, async (tx) => {
    const ids = await addPeople(tx, db, seeding, passwordHash);
    // Another process was faster.
    if (ids === null) return;
    await keepDemoConsents(
      tx,
      db.keyring,
      people.map(({ email }) => email),
    );
    for (const [i, { who, purpose }] of papers.entries())
      await keepDemoDocument(
        tx,
        { keyring: db.keyring, storage },
        { accountId: ids.get(who.email)!, purpose, picture: pictures[i]!, at: handedIn },
      );
    const reviewers = await reviewersIn(tx, db);
    await new Story(tx, db, now, ids, reviewers).tell();
  });
}

/** Null: they are there. */
async function addPeople(
  tx: Transaction,
  { keyring }: Db,
  seeding: Actor,
  passwordHash: string,
): Promise<Map<string, string> | null> {
  const ids = new Map<string, string>();
  for (const [who, { email, name }] of Object.entries(applicants)) {
    const role = who === 'approved' ? 'INFLUENCER' : 'APPLICANT';
    const id = await addAccount(tx, keyring, seeding, { email, displayName: name.join(' '), role, passwordHash });
    if (id === null) return null;
    ids.set(email, id);
  }
  return ids;
}

interface Reviewers {
  kim: string;
  ada: string;
}

async function reviewersIn(tx: Transaction, { keyring }: Db): Promise<Reviewers> {
  const idOf = async (email: string): Promise<string> => {
    const [found] = await rows<{ id: string }>(tx, 'select id from account where email_index = any($1)', [
      emailIndexes(keyring, email),
    ]);
    if (!found) throw new Error(`${email} is not there`);
    return found.id;
  };
  return { kim: await idOf('kim@demo.example'), ada: await idOf('ada@demo.example') };
}

/** What came to the desk, and what became of it. Past events are rows alone: the audit trail says what really happened. */
class Story {
  constructor(
    private readonly tx: Transaction,
    private readonly db: Db,
    private readonly now: Date,
    private readonly ids: ReadonlyMap<string, string>,
    private readonly reviewers: Reviewers,
  ) {}

  async tell(): Promise<void> {
    const { kim, ada } = this.reviewers;
    await this.#open('approved', { openedBefore: 150, dueAfter: -80 });
    await this.#decide('approved', kim, { ...plainDecision, decision: CaseDecision.APPROVED }, 147);
    await this.#open('rejected', { openedBefore: 220, dueAfter: -150 });
    const again = new Date(this.now.getTime() + 80 * 86_400_000);
    await this.#decide(
      'rejected',
      ada,
      { decision: CaseDecision.REJECTED, reasons: ['NOT_GENUINE'], note: null, reapplyAt: again },
      196,
    );
    await this.#open('again', { openedBefore: 98, dueAfter: -28 });
    await this.#decide('again', kim, { ...plainDecision, decision: CaseDecision.RETURNED }, 75, {
      kind: SectionKind.IDENTITY_DOCUMENT,
      reasons: ['BLURRED', 'CUT_OFF'],
    });
    await this.#move('again', [SectionKind.IDENTITY_DOCUMENT], ['change', 'submit'], this.#before(0.5));
    await this.#openCase('again', { openedBefore: 0.5, dueAfter: 23.5 });

    await this.#open('late', { openedBefore: 76, dueAfter: -4 });
    await this.#open('nearlyLate', { openedBefore: 23, dueAfter: 1.2 });
    await this.#open('proposed', { openedBefore: 20, dueAfter: 6 }, true);
    await this.#propose('proposed', ada, 18);
    await this.#open('risky', { openedBefore: 3, dueAfter: 20 }, true);
    await this.#open('waiting', { openedBefore: 0.7, dueAfter: 23 });
  }

  #before(hours: number): Date {
    return new Date(this.now.getTime() - hours * 3_600_000);
  }

  #id(who: Who): string {
    return this.ids.get(applicants[who].email)!;
  }

  async #move(who: Who, kinds: readonly SectionKind[], verbs: readonly SectionVerb[], at: Date): Promise<void> {
    const answers: ReturnType<typeof answersOf> = answersOf(applicants[who]);
    for (const verb of verbs) {
      const application = await lockApplication(this.tx, this.#id(who), at);
      for (const kind of kinds)
        await moveSection(this.tx, this.db.keyring, application, {
          kind,
          verb,
          at,
          ...(verb === 'change' && answers[kind] && { answers: asStored(answers[kind]) }),
        });
    }
  }

  /** Everything is handed in. */
  async #open(who: Who, times: Times, highRisk = false): Promise<void> {
    const { tx, db } = this;
    const { keyring } = db;
    const person: DemoApplicant = applicants[who];
    const accountId = this.#id(who);
    const at = this.#before(times.openedBefore);
    await this.#move(who, sectionKinds, ['change', 'submit'], at);
    for (const [kind, answers] of Object.entries(answersOf(person)))
      for (const [mark, texts] of marksOf(kind as SectionKind, answers))
        await setMarks(tx, keyring, accountId, mark, texts);
    const profile = { platform: 'INSTAGRAM', handle: person.handle, proved: true } as const;
    await keepDemoProfile(tx, keyring, accountId, profile, at);
    const details = { holder: person.name.join(' '), numbers: { iban: person.iban } };
    const accepted = who === 'approved';
    await keepDemoPayout(
      tx,
      db,
      accountId,
      { details, country: person.iban.slice(0, 2), verified: true, accepted },
      at,
    );
    await this.#openCase(who, times, highRisk);
  }

  async #openCase(who: Who, { openedBefore, dueAfter }: Times, highRisk = false): Promise<void> {
    await this.tx.query(
      `insert into review_case (account_id, status, opened_at, due_at, high_risk, late_told_at) values ($1, $2, $3, $4, $5, $6)`,
      [
        this.#id(who),
        CaseStatus.WAITING,
        this.#before(openedBefore),
        this.#before(-dueAfter),
        highRisk,
        // Nobody has to be told of what was late when it came.
        dueAfter < 0 ? this.now : null,
      ],
    );
  }

  /** A quarter of an hour with the case before them; answers with what they held. */
  async #claim(who: Who, reviewer: string, hours: number): Promise<string> {
    const at = this.#before(hours + 0.25);
    const { lastCase } = await readApplication(this.tx, this.#id(who));
    await moveCase(this.tx, lastCase!, 'claim', {
      claimed_by: reviewer,
      claimed_at: at,
      claim_expires_at: this.now,
      looked_at: at,
    });
    const { sections } = await readApplication(this.tx, this.#id(who));
    const handedIn = [...sections].filter(([, { status }]) => status === SectionStatus.SUBMITTED);
    await this.#move(
      who,
      handedIn.map(([kind]) => kind),
      ['review'],
      at,
    );
    return lastCase!.id;
  }

  async #say(caseId: string, section: SectionKind, reviewer: string, reasons: readonly string[] | null): Promise<void> {
    await this.tx.query(
      `insert into review_verdict (case_id, section, outcome, reasons, revision, reviewer_id, changed_at)
       values ($1, $2, $3, $4, 1, $5, $6)`,
      [
        caseId,
        section,
        reasons === null ? VerdictOutcome.ACCEPT : VerdictOutcome.RETURN,
        reasons ?? [],
        reviewer,
        this.now,
      ],
    );
  }

  async #decide(
    who: Who,
    reviewer: string,
    { decision, reasons, reapplyAt }: Decision,
    hours: number,
    returned: { kind: SectionKind; reasons: string[] } | null = null,
  ): Promise<void> {
    const { tx, db } = this;
    const id = await this.#claim(who, reviewer, hours);
    const at = this.#before(hours);
    for (const kind of decision === CaseDecision.REJECTED ? [] : sectionKinds)
      await this.#say(id, kind, reviewer, kind === returned?.kind ? returned.reasons : null);
    const application = await lockApplication(tx, this.#id(who), at);
    for (const kind of sectionKinds) {
      if (decision === CaseDecision.REJECTED)
        await moveSection(tx, db.keyring, application, { kind, verb: 'release', at });
      else if (kind === returned?.kind)
        await moveSection(tx, db.keyring, application, {
          kind,
          verb: 'return',
          at,
          verdict: { reasons: returned.reasons, note: null },
        });
      else await moveSection(tx, db.keyring, application, { kind, verb: 'accept', at, verdict: null });
    }
    await moveCase(tx, application.lastCase!, 'decide', {
      claimed_by: null,
      claim_expires_at: null,
      decision,
      decided_by: reviewer,
      decided_at: at,
      reapply_at: reapplyAt,
      decision_reasons: reasons,
    });
    if (decision === CaseDecision.APPROVED)
      await tx.query('update onboarding_application set activated_at = $2 where account_id = $1', [this.#id(who), at]);
  }

  /** Everything is good, thinks the first one; another one is to say so too. */
  async #propose(who: Who, reviewer: string, hours: number): Promise<void> {
    const id = await this.#claim(who, reviewer, hours);
    for (const kind of sectionKinds) await this.#say(id, kind, reviewer, null);
    const wanted: Decision = { ...plainDecision, decision: CaseDecision.APPROVED };
    await moveCase(this.tx, (await readApplication(this.tx, this.#id(who))).lastCase!, 'propose', {
      claimed_by: null,
      claim_expires_at: null,
      proposed_by: reviewer,
      proposal_sealed: this.db.keyring.seal(proposalColumn.at(id), JSON.stringify(wanted)),
    });
  }
}

interface Paper {
  purpose: Exclude<DocumentPurpose, DocumentPurpose.REQUESTED>;
  specimen: Specimen;
}

const kinds = { PASSPORT: 'PASSPORT', NATIONAL_ID: 'IDENTITY CARD' } as const;

function papersOf(who: DemoApplicant): Paper[] {
  const { name, born, country, nationality, address, document } = who;
  const card = document.type === 'NATIONAL_ID';
  const front: Paper = {
    purpose: DocumentPurpose.IDENTITY_FRONT,
    specimen: {
      title: `${kinds[document.type]} - ${nationality}`,
      shape: 'CARD',
      portrait: true,
      lines: [
        `Surname  ${name[1]}`,
        `Given names  ${name[0]}`,
        `Born  ${born}`,
        `Nationality  ${nationality}`,
        `Number  ${document.number}`,
        `Valid until  ${document.expiresOn}`,
      ],
    },
  };
  const back: Paper = {
    purpose: DocumentPurpose.IDENTITY_BACK,
    specimen: {
      title: `${kinds[document.type]} - BACK`,
      shape: 'CARD',
      portrait: false,
      lines: [
        `Address  ${address.line1}`,
        `${address.postalCode} ${address.city}, ${country}`,
        `ID<${nationality}<${document.number}<<<<<<<<<<`,
        `${name[1]}<<${name[0]}<<<<<<<<<<`.toUpperCase(),
      ],
    },
  };
  const proof: Paper = {
    purpose: DocumentPurpose.PROOF_OF_ADDRESS,
    specimen: {
      title: 'ELECTRICITY BILL',
      shape: 'LETTER',
      portrait: false,
      lines: [
        name.join(' '),
        address.line1,
        `${address.postalCode} ${address.city}`,
        country,
        '',
        'Nowhere Power Company',
        'Amount due: 0.00',
        'There is nothing to pay.',
      ],
    },
  };
  return card ? [front, back, proof] : [front, proof];
}
