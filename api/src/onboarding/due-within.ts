import { createHash } from 'node:crypto';
import {
  questionSections,
  taxFormDue,
  visibleQuestions,
  type Answers,
} from '@influencegen/shared-schema/contract/onboarding-questions';
import type { UsTaxForm } from '@influencegen/shared-schema/contract/tax-id';
import { DocumentPurpose } from '../documents/document.entity.ts';
import { canonicalJson } from '../platform/canonical-json.ts';
import type { Setting, Settings } from '../platform/setting.ts';
import { askProofOfAddress, payerCountry, sectionsAsked, taxFormsAsked } from './onboarding.settings.ts';
import { SectionKind, sectionKinds } from './section.lifecycle.ts';

/** What staff decide about what is due within sections. Kept with each application as JSON, which no interface is: what they say later is news to its creator. */
export type DueRules = {
  sections: SectionKind[];
  payerCountry: string;
  proofOfAddress: boolean;
  taxForms: UsTaxForm[];
};

export const dueSettings: readonly Setting<unknown>[] = [sectionsAsked, payerCountry, askProofOfAddress, taxFormsAsked];

/** In one order, whichever way they were ticked. */
export function dueRules(settings: Settings): DueRules {
  const asked = settings.read(sectionsAsked);
  return {
    sections: sectionKinds.filter((kind) => asked.includes(kind)),
    payerCountry: settings.read(payerCountry),
    proofOfAddress: settings.read(askProofOfAddress),
    taxForms: settings.read(taxFormsAsked).toSorted(),
  };
}

/** By which it is found who was asked by other rules than these. */
export const digestOf = (rules: DueRules): string =>
  createHash('sha256').update(canonicalJson(rules)).digest('hex').slice(0, 32);

/** Something that a section cannot be handed in without. */
export interface Due {
  /** Name of a question, or purpose of a document. */
  what: string;
  document: DocumentPurpose | null;
  /** Of a document that there is in several kinds. */
  form: UsTaxForm | null;
}
type DueDocument = Due & { document: DocumentPurpose };

/** Also in sections that may follow later: what is handed in is complete. */
export function dueWithin(kind: SectionKind, answers: Answers, rules: DueRules): Due[] {
  const section = questionSections.find((each) => each === kind);
  const questions = section
    ? visibleQuestions(section, answers, rules).filter((question) => question.required(answers, rules))
    : [];
  return [
    ...questions.map(({ field }): Due => ({ what: field, document: null, form: null })),
    ...documentsDue(kind, answers, rules),
  ];
}

export function documentsDue(
  kind: SectionKind,
  answers: Answers,
  { payerCountry: payer, ...rules }: DueRules,
): DueDocument[] {
  const document = (purpose: DocumentPurpose, form: UsTaxForm | null = null): DueDocument => ({
    what: purpose,
    document: purpose,
    form,
  });
  if (kind === SectionKind.ADDRESS && rules.proofOfAddress) return [document(DocumentPurpose.PROOF_OF_ADDRESS)];
  if (kind !== SectionKind.TAX) return [];
  const form = taxFormDue(answers, { payerCountry: payer });
  return form !== null && rules.taxForms.includes(form) ? [document(DocumentPurpose.TAX_FORM, form)] : [];
}

const isSame = (one: Due, other: Due): boolean => one.what === other.what && one.form === other.form;

/** What these answers call for by the later rules, and did not by the former ones. */
export const dueSince = (kind: SectionKind, answers: Answers, former: DueRules, later: DueRules): Due[] => {
  const before = dueWithin(kind, answers, former);
  return dueWithin(kind, answers, later).filter((due) => !before.some((each) => isSame(each, due)));
};
