import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import type { RequestActionRefusal } from './use-request-actions';

/** Why a cancel or a retry did not happen. */
export function Refusal({ refusal }: { refusal: RequestActionRefusal }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  return (
    <p role="alert">
      {refusal.kind === 'quota'
        ? t('action.noQuota', { limit: format.number(refusal.limit), date: format.dayAndMonth(refusal.resetsAt) })
        : problemText(refusal.problem)}
    </p>
  );
}
