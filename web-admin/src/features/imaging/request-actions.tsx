import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProblemText } from '../../ui/use-problem-text';
import { RequestActions_requestFragmentDoc, type RequestActions_requestFragment } from './request-actions.generated';
import classes from './request-actions.module.css';
import { useRequestActions } from './use-request-actions';

interface RequestActionsProps {
  request: FragmentType<RequestActions_requestFragment>;
  /** Which request, for people who do not see the row that a button stands in. */
  prompt: string;
}

/** What may be done with a request now, and what came of it, in the place where it was asked. */
export function RequestActions({ request: from, prompt }: RequestActionsProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const format = useFormat();
  const { data: request, complete } = useFragment({ fragment: RequestActions_requestFragmentDoc, from });
  const actions = useRequestActions(complete ? request.id : '');
  if (!complete) return null;
  const { busy, outcome } = actions;

  return (
    <span className={classes.actions}>
      <span role="status" className={classes.outcome}>
        {outcome?.kind === 'problem' && problemText(outcome.problem)}
        {outcome?.kind === 'quota' &&
          t('action.noQuota', { limit: outcome.limit, date: format.dayAndMonth(outcome.resetsAt) })}
        {request.retriedById !== null && (
          <Link to={`/requests/${request.retriedById}`} className={classes.link}>
            {t('action.retried')}
          </Link>
        )}
      </span>
      {request.viewerMoves.includes('CANCEL') && (
        <Button
          variant="quiet"
          size="compact-xs"
          data-action="cancel"
          aria-label={t('action.cancelRow', { prompt })}
          leftSection={<IconX size={14} aria-hidden />}
          loading={busy === 'cancel'}
          onClick={actions.cancel}
        >
          {t('action.cancel')}
        </Button>
      )}
      {request.viewerMoves.includes('RETRY') && (
        <Button
          variant="quiet"
          size="compact-xs"
          data-action="retry"
          aria-label={t('action.retryRow', { prompt })}
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={busy === 'retry'}
          onClick={actions.retry}
        >
          {t('action.retry')}
        </Button>
      )}
    </span>
  );
}
