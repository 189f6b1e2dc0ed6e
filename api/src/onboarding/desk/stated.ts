import { questionOf, questionSections } from '@influencegen/shared-schema/contract/onboarding-questions';
import type { Transaction } from '../../platform/db.ts';
import type { Keyring } from '../../platform/keyring.ts';
import { openAnswers, type ApplicationRows } from '../application.rows.ts';
import type { EvidenceFact, SectionEvidence } from '../section-evidence.ts';
import { SectionKind } from '../section.lifecycle.ts';

export type Evidence = Readonly<Partial<Record<SectionKind, SectionEvidence>>>;
export type Stated = ReadonlyMap<SectionKind, EvidenceFact[]>;

/** By section, what the creator said: as answers, or in rows of the sub-rooms. */
export async function statedIn(
  tx: Transaction,
  keyring: Keyring,
  evidence: Evidence,
  application: ApplicationRows,
): Promise<Stated> {
  const { sections } = application;
  const stated = new Map<SectionKind, EvidenceFact[]>();
  for (const kind of sections.keys()) stated.set(kind, await statedOf(tx, keyring, evidence, application, kind));
  return stated;
}

/** The same of one section. */
export async function statedOf(
  tx: Transaction,
  keyring: Keyring,
  evidence: Evidence,
  { accountId, sections }: ApplicationRows,
  kind: SectionKind,
): Promise<EvidenceFact[]> {
  const answers = openAnswers(keyring, sections.get(kind)!);
  const own = questionSections.some((name) => name === kind)
    ? Object.entries(answers)
        .filter(([field, { values }]) => values.length > 0 && questionOf(field)?.section === kind)
        .map(([field, { values }]) => ({ field, values }))
    : [];
  return [...own, ...((await evidence[kind]?.facts(tx, accountId)) ?? [])];
}

export function typedName(stated: Stated): string {
  const facts = stated.get(SectionKind.PERSON) ?? [];
  const of = (field: string): string => facts.find((fact) => fact.field === field)?.values[0] ?? '';
  return `${of('givenName')} ${of('familyName')}`.trim();
}
