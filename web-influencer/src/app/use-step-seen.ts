import type { FirstStepKind } from '@influencegen/shared-schema/contract/schema.generated';
import { useStepSeen } from '../features/onboarding/use-first-steps.ts';

/** Looking at these pages is a step of the guide. */
const stepOf: Readonly<Partial<Record<string, FirstStepKind>>> = {
  '/profile': 'PROFILE',
  '/discover': 'DISCOVERY',
  '/gallery': 'GALLERY',
  '/inbox/settings': 'NOTIFICATIONS',
  '/help': 'HELP',
};

/** One campaign or one article shows it as well as the list does. */
const stepAt = (path: string): FirstStepKind | null => stepOf[path.replace(/^(\/discover|\/help)\/.+/, '$1')] ?? null;

/** Only for who is in: before, there is no guide. */
export function usePageSeen(path: string, permissions: readonly string[]): void {
  const isIn = permissions.includes('onboarding.own') && permissions.includes('imaging.request');
  useStepSeen(isIn ? stepAt(path) : null);
}
