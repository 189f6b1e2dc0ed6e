import { isLanguage } from '@influencegen/shared-schema/contract/languages';
import { personJson, personOf, type PersonRow } from '../../accounts/person.ts';
import { DocumentPurpose, type Document } from '../../documents/document.entity.ts';
import { DocumentStatus } from '../../documents/document.lifecycle.ts';
import type { Actor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Db, type Transaction } from '../../platform/db.ts';
import { demand } from '../../platform/permission.ts';
import type { Settings } from '../../platform/setting.ts';
import {
  caseColumns,
  openAccepted,
  readApplication,
  type AcceptedFact,
  type ApplicationRows,
  type CaseRow,
  type SectionRow,
} from '../application.rows.ts';
import { shownRequest } from '../document-request.ts';
import { reviewApplications } from '../onboarding.policy.ts';
import { sectionsAsked } from '../onboarding.settings.ts';
import { masked } from '../masked.ts';
import type { EvidenceFact } from '../section-evidence.ts';
import { sectionOf } from '../section-documents.ts';
import { SectionKind, SectionStatus } from '../section.lifecycle.ts';
import type { CaseReads } from './case.reads.ts';
import type { Claims } from './claims.ts';
import { openProposal } from './decisions.ts';
import { fourEyes, reapplyDays, riskyHints } from './desk.settings.ts';
import { hintsOf } from './hints.ts';
import type { DocumentCheck } from './review-case.ts';
import {
  ReviewFile,
  type ReviewDocument,
  type ReviewedBefore,
  type ReviewFact,
  type ReviewSection,
  type ReviewStep,
} from './review-file.ts';
import { notesOf } from './review-notes.ts';
import { isOutdated } from './risk.ts';
import { statedIn, typedName, type Evidence, type Stated } from './stated.ts';
import { checksOf, verdictsOf } from './verdicts.ts';

/** The documents of a creator, given by app.ts. */
export type DocumentsOf = (accountId: string) => Promise<Document[]>;

export interface ReviewFileReadsParts {
  db: Db;
  settings: Settings;
  reads: CaseReads;
  claims: Claims;
  evidence: Evidence;
  documentsOf: DocumentsOf;
  now: () => Date;
}

/** Stated now, or accepted before: then nobody kept the moment. */
type Fact = Pick<EvidenceFact, 'field' | 'values' | 'at'>;

interface ShownTo {
  held: boolean;
  language: string;
}

const mostSteps = 200;
/** The front before the back, whichever came first. */
const purposes = Object.values(DocumentPurpose);

/** Everything about a case, as far as the reader may see it. */
export class ReviewFileReads {
  constructor(private readonly parts: ReviewFileReadsParts) {}

  async read(actor: Actor, caseId: string, language: string): Promise<ReviewFile> {
    const person = demand(actor, reviewApplications);
    const { db, settings, reads, claims, now } = this.parts;
    // Read before: a connection that waits for another one holds up everybody.
    const creator = await transaction(db, async (tx) => (await reads.one(tx, actor, caseId)).creator);
    const documents = await this.parts.documentsOf(creator.id);
    return transaction(db, async (tx) => {
      const shown = await reads.one(tx, actor, caseId);
      const [row] = await rows<CaseRow>(tx, `select ${caseColumns} from review_case where id = $1`, [caseId]);
      const held = claims.isHeldBy(actor, row!);
      if (held) claims.demandFreshProof(actor);
      const application = await readApplication(tx, shown.creator.id);
      const stated = await statedIn(tx, db.keyring, this.parts.evidence, application);
      if (held && row!.lookedAt === null) await this.#noteLook(tx, actor, row!);
      const rule = settings.read(fourEyes);
      const file: ReviewFile = {
        id: caseId,
        case: shown,
        masked: !held,
        sections: await this.#sections(tx, application, row!, { stated, documents, held, language }),
        hints: await hintsOf(tx, db.keyring, {
          accountId: shown.creator.id,
          typedName: typedName(stated),
          stated: [
            ...[...stated.values()].flat(),
            { field: 'account', values: [shown.creator.displayName], isName: true },
          ],
          risky: settings.read(riskyHints),
        }),
        notes: await notesOf(tx, db.keyring, shown.creator.id),
        history: await this.#history(tx, caseId),
        otherCases: await reads.othersOf(tx, person, shown),
        proposal: openProposal(db.keyring, row!),
        proposalOutdated: row!.proposalSealed !== null && isOutdated(row!),
        needsTwo: rule === 'ALWAYS' || (rule === 'HIGH_RISK' && row!.highRisk),
        suggestedReapplyAt: new Date(now().getTime() + settings.read(reapplyDays) * 86_400_000),
      };
      return Object.assign(new ReviewFile(), file);
    });
  }

  /** Once for each claim. */
  async #noteLook(tx: Transaction, actor: Actor, { id, accountId }: CaseRow): Promise<void> {
    const first = await rows(
      tx,
      `update review_case set looked_at = $2 where id = $1 and looked_at is null and status = 'CLAIMED' returning id`,
      [id, this.parts.now()],
    );
    if (first.length > 0) await recordAudit(tx, actor, 'onboarding.look', { type: 'review_case', id }, { accountId });
  }

  async #sections(
    tx: Transaction,
    application: ApplicationRows,
    { id }: CaseRow,
    { stated, documents, held, language }: ShownTo & { stated: Stated; documents: readonly Document[] },
  ): Promise<ReviewSection[]> {
    const { db, settings } = this.parts;
    const asked = settings.read(sectionsAsked);
    const verdicts = await verdictsOf(tx, db.keyring, id);
    const checks = await checksOf(tx, id);
    const shownDocuments = this.#documents(documents, checks, { status: DocumentStatus.READY, held });
    const formerDocuments = this.#documents(documents, checks, { status: DocumentStatus.SUPERSEDED, held });
    const former = new Map(
      [...application.sections.values()].map((section) => [
        section.kind,
        changedSince(openAccepted(db.keyring, section), stated.get(section.kind)!),
      ]),
    );
    const words = await this.#words(tx, [...stated, ...former], language);
    const shown = (kind: SectionKind, facts: readonly Fact[]): ReviewFact[] =>
      facts.map(({ field, values, at = null }) => {
        const said = values.map((value) => words.get(kind)?.get(value) ?? value);
        return { field, values: held || isOpenToAll(kind) ? said : said.map(masked), at };
      });
    return [...application.sections.values()].map((section) => {
      const { kind } = section;
      return {
        id: `${id}.${kind}`,
        kind,
        status: section.status,
        asked: asked.includes(kind),
        facts: shown(kind, stated.get(kind)!),
        documents: shownDocuments.filter((document) => sectionOf(application, document) === kind),
        documentRequests: application.requests
          .filter((request) => request.section === kind)
          .map((request) => shownRequest(db.keyring, request)),
        before: reviewedBefore(section, {
          facts: shown(kind, former.get(kind)!),
          documents: formerDocuments.filter((document) => sectionOf(application, document) === kind),
        }),
        verdict: verdicts.find((verdict) => verdict.section === kind) ?? null,
        submittedAt: section.submittedAt,
        decidedAt: section.decidedAt,
        expiresAt: section.expiresAt,
        handInBy: section.reverifyBy,
        verifiedBefore: section.wasAccepted,
        newlyAsked: section.status === SectionStatus.ACCEPTED ? [] : section.newlyAsked,
      };
    });
  }

  /** By section: how what is kept in English is said in the reader's language. */
  async #words(
    tx: Transaction,
    facts: readonly (readonly [SectionKind, readonly Fact[]])[],
    language: string,
  ): Promise<ReadonlyMap<SectionKind, ReadonlyMap<string, string>>> {
    const words = new Map<SectionKind, ReadonlyMap<string, string>>();
    if (!isLanguage(language)) return words;
    for (const kind of Object.values(SectionKind)) {
      const values = facts.filter(([of]) => of === kind).flatMap(([, stated]) => stated.flatMap((fact) => fact.values));
      const said = await this.parts.evidence[kind]?.saidIn?.(tx, values, language);
      if (said) words.set(kind, said);
    }
    return words;
  }

  /** For no other reviewer a link, even if none of them would open. */
  #documents(
    documents: readonly Document[],
    checks: readonly DocumentCheck[],
    { status: wanted, held }: { status: DocumentStatus; held: boolean },
  ): ReviewDocument[] {
    return documents
      .filter(({ status }) => status === wanted)
      .toSorted((one, other) => purposes.indexOf(one.purpose) - purposes.indexOf(other.purpose))
      .map(({ id, purpose, requestId, form, pageUrls, originalUrl, createdAt }) => ({
        id,
        purpose,
        requestId,
        form,
        pageUrls: held ? pageUrls : [],
        originalUrl: held ? originalUrl : null,
        createdAt,
        check: checks.find(({ documentId }) => documentId === id) ?? null,
      }));
  }

  /** What the audit trail says of it. */
  async #history(tx: Transaction, caseId: string): Promise<ReviewStep[]> {
    const { keyring } = this.parts.db;
    const found = await rows<Omit<ReviewStep, 'person'> & { person: PersonRow | null }>(
      tx,
      `select e.id::text, e.action, e.at, case when a.id is not null then ${personJson('a')} end as person
       from audit_event e join review_case c on c.id = $2
       left join account a on a.id = e.actor_id and a.id <> c.account_id
       where e.record_type = 'review_case' and e.record_id = $1 order by e.id limit ${mostSteps}`,
      [caseId, caseId],
    );
    return found.map((step) => ({ ...step, person: step.person && personOf(keyring, step.person) }));
  }
}

/** What was accepted and is not said like that any more. */
const changedSince = (accepted: readonly AcceptedFact[], stated: readonly EvidenceFact[]): AcceptedFact[] => {
  const now = new Set(stated.map(inOneForm));
  return accepted.filter((fact) => !now.has(inOneForm(fact)));
};
const inOneForm = ({ field, values }: AcceptedFact): string => JSON.stringify([field, values]);

const reviewedBefore = (
  { acceptedAt }: SectionRow,
  { facts, documents }: Pick<ReviewedBefore, 'facts' | 'documents'>,
): ReviewedBefore | null => (facts.length + documents.length > 0 ? { at: acceptedAt, facts, documents } : null);

/** What a creator shows the world anyway, and to which of our own texts they agreed. */
const openToAll: readonly SectionKind[] = [SectionKind.NICHES, SectionKind.AUDIENCE, SectionKind.CONSENTS];
const isOpenToAll = (kind: SectionKind): boolean => openToAll.includes(kind);
