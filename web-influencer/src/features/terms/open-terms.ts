import type { TermsStateFragment } from './terms-state.generated';

/** What is required and waits to be agreed to. */
export const openTerms = (terms: readonly TermsStateFragment[]): TermsStateFragment[] =>
  terms.filter(({ state, current }) => state !== 'ACCEPTED' && current.required);
