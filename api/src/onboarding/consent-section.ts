import type { Actor } from '../platform/actor.ts';
import type { Transaction } from '../platform/db.ts';
import { Refused } from '../platform/errors.ts';
import type { ConsentService } from '../terms/consent.service.ts';
import type { SectionEvidence } from './section-evidence.ts';
import type { SectionCheck, SectionStore } from './section-store.ts';
import { openSections, SectionKind } from './section.lifecycle.ts';

/** Everything has been accepted that would keep an application from being handed in. */
export const consentsAreComplete =
  (consents: Pick<ConsentService, 'missing'>): SectionCheck =>
  async (tx, accountId) =>
    (await consents.missing(tx, accountId, 'SUBMIT_APPLICATION')).map(({ key }) => ({ field: key, code: 'REQUIRED' }));

/** What the creator agreed to, in which version, and when. */
export const consentEvidence = (consents: Pick<ConsentService, 'held' | 'namesIn'>): SectionEvidence => ({
  facts: async (tx, accountId) =>
    (await consents.held(tx, accountId)).map(({ name, at }) => ({ field: 'consent', values: [name], at })),
  saidIn: (tx, values, language) => consents.namesIn(tx, values, language),
});

/**
 * Whoever is joining has begun the section by agreeing. What staff look at or have accepted stays as it is: a consent to a later
 * version does not take an application back. And one may always agree, also when the application was rejected.
 */
export const noteConsent =
  (sections: SectionStore) =>
  async (tx: Transaction, actor: Actor, accountId: string): Promise<void> => {
    const application = await sections.lock(tx, accountId);
    if (application.activatedAt !== null) return;
    if (!openSections.includes(application.sections.get(SectionKind.CONSENTS)!.status)) return;
    try {
      await sections.change(tx, actor, application, SectionKind.CONSENTS);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  };
