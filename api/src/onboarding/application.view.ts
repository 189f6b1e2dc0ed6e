import type { Actor } from '../platform/actor.ts';
import { OnboardingApplication, OnboardingSection } from './application.ts';
import { masked } from './masked.ts';
import { demandCreatorInPerson } from './onboarding.policy.ts';
import { SectionKind } from './section.lifecycle.ts';

/** What is shown to nobody but the creator, and to reviewers who hold the case. */
const personal: readonly SectionKind[] = [SectionKind.IDENTITY_DOCUMENT, SectionKind.TAX];

/** Staff who look through the creator's eyes see that there is something, not what. */
const sectionAsSeenBy = ({ impersonatorId }: Actor, section: OnboardingSection): OnboardingSection =>
  impersonatorId === null || !personal.includes(section.kind)
    ? section
    : Object.assign(new OnboardingSection(), section, {
        answers: section.answers.map(({ field, values, revision }) => ({
          field,
          values: values.map(masked),
          revision,
        })),
      });

export const applicationAsSeenBy = (actor: Actor, application: OnboardingApplication): OnboardingApplication =>
  Object.assign(new OnboardingApplication(), application, {
    sections: application.sections.map((section) => sectionAsSeenBy(actor, section)),
  });

export function demandMayAnswer(actor: Actor, section: SectionKind): void {
  if (personal.includes(section)) demandCreatorInPerson(actor);
}
