import type { Format } from '@influencegen/shared-schema/format/format';
import type { TFunction } from 'i18next';

/** By when staff decide; once that has passed, that they are late and what follows from it: a day gone by promises nothing. */
export const decisionDueText = (dueAt: string, t: TFunction, format: Format): string =>
  t(new Date(dueAt) > new Date() ? 'onboarding.by' : 'onboarding.late', { due: format.dateTime(dueAt) });
