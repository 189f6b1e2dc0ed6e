import type { Problem } from '@influencegen/shared-schema/client/errors';
import { useTranslation } from 'react-i18next';

/** What went wrong and what to do, in the words that both apps share. */
export function useProblemText(): (problem: Problem) => string {
  const { t } = useTranslation('ui');
  return (problem) => t(`problem.${problem}`);
}
