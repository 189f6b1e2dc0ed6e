import type { Person } from '../../accounts/account.entity.ts';
import type { Actor } from '../../platform/actor.ts';
import type { Db } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import type { EventBus } from '../../platform/events.ts';
import type { Log } from '../../platform/log.ts';
import type { Notifier } from '../../platform/notifier.ts';
import { demand } from '../../platform/permission.ts';
import type { Settings } from '../../platform/setting.ts';
import { isUuid } from '../../platform/uuid.ts';
import { assignReviews } from '../onboarding.policy.ts';
import type { SectionStore } from '../section-store.ts';
import { CaseReads } from './case.reads.ts';
import { Claims } from './claims.ts';
import { Decisions } from './decisions.ts';
import { DocumentRequests } from './document-requests.ts';
import { openDeskLive, type DeskLive } from './desk.live.ts';
import type { ReviewCase } from './review-case.ts';
import { type DocumentsOf, ReviewFileReads } from './review-file.reads.ts';
import { ReviewNotes } from './review-notes.ts';
import { ReviewNumbersReads } from './review-numbers.reads.ts';
import { ReviewReasons } from './review-reasons.ts';
import { ReviewViews } from './review-views.ts';
import { reviewers, reviewersOf } from './reviewers.ts';
import { RiskWatch } from './risk.ts';
import type { Evidence } from './stated.ts';
import { Verdicts } from './verdicts.ts';

export interface DeskParts {
  db: Db;
  events: EventBus;
  settings: Settings;
  notifier: Notifier;
  log: Log;
  sections: SectionStore;
  evidence: Evidence;
  documentsOf: DocumentsOf;
  publicUrl: string;
  now: () => Date;
}

export interface DeskServices {
  cases: CaseReads;
  claims: Claims;
  files: ReviewFileReads;
  verdicts: Verdicts;
  decisions: Decisions;
  notes: ReviewNotes;
  documentRequests: DocumentRequests;
  views: ReviewViews;
  reasons: ReviewReasons;
  numbers: ReviewNumbersReads;
  live: DeskLive;
  risk: RiskWatch;
  reviewers(actor: Actor): Promise<Person[]>;
  assign(actor: Actor, caseIds: readonly string[], assigneeId: string | null): Promise<ReviewCase[]>;
}

const mostAssigned = 100;

/** Everything with which reviewers work. */
export function openDesk(parts: DeskParts): DeskServices {
  const { db, now } = parts;
  const cases = new CaseReads(db, now);
  const risk = new RiskWatch(parts);
  const claims = new Claims({ ...parts, reads: cases, risk });
  return {
    cases,
    claims,
    files: new ReviewFileReads({ ...parts, reads: cases, claims }),
    verdicts: new Verdicts({ ...parts, reads: cases, claims }),
    decisions: new Decisions({ ...parts, reads: cases, claims, risk }),
    documentRequests: new DocumentRequests({ ...parts, claims }),
    notes: new ReviewNotes({ ...parts, reads: cases }),
    views: new ReviewViews(db),
    reasons: new ReviewReasons(db, now),
    numbers: new ReviewNumbersReads(db),
    live: openDeskLive(parts),
    risk,
    reviewers: (actor) => reviewers(db, actor),
    async assign(actor, caseIds, assigneeId) {
      demand(actor, assignReviews);
      const known = assigneeId === null || (isUuid(assigneeId) && (await reviewersOf(db, assigneeId)).length > 0);
      return claims.assign(actor, demandFew(caseIds), known ? assigneeId : unknownReviewer());
    },
  };
}

function demandFew(ids: readonly string[]): readonly string[] {
  if (ids.length <= mostAssigned) return ids;
  throw new AppError('BAD_USER_INPUT', 'These are too many at once', [
    { path: 'ids', code: 'TOO_LONG', bound: mostAssigned, message: `At most ${mostAssigned}` },
  ]);
}

function unknownReviewer(): never {
  throw new AppError('BAD_USER_INPUT', 'This is nobody who reviews', [
    { path: 'assigneeId', code: 'NOT_ALLOWED', message: 'One of `reviewers`' },
  ]);
}
