import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { RequestActions_requestFragmentDoc, type RequestActions_requestFragment } from './request-actions.generated';
import classes from './request-actions.module.css';
import type { RequestActionsState } from './use-request-actions';

interface RequestActionsProps {
  request: FragmentType<RequestActions_requestFragment>;
  actions: RequestActionsState;
  /** Which request, for people who do not see the row that a button stands in. */
  prompt: string;
  /** On its own page an action is more than a hint at the end of a row. */
  prominent?: boolean;
}

/** What may be done with a request now; in place of what was done, where it led. */
export function RequestActions({ request: from, actions, prompt, prominent = false }: RequestActionsProps) {
  const { t } = useTranslation();
  const { data: request, complete } = useFragment({ fragment: RequestActions_requestFragmentDoc, from });
  const group = useRef<HTMLSpanElement>(null);

  // The button that was pressed goes away with the move that it made, and would take the keyboard's place with it.
  const pressed = useRef(false);
  useEffect(() => {
    if (!pressed.current || actions.busy !== null) return;
    pressed.current = false;
    if (document.activeElement === document.body) group.current?.querySelector<HTMLElement>('button, a')?.focus();
  });
  const press = (act: () => void) => (): void => {
    pressed.current = true;
    act();
  };

  if (!complete) return null;
  const look = prominent ? ({ variant: 'secondary' } as const) : ({ variant: 'quiet', size: 'compact-xs' } as const);

  return (
    <span ref={group} className={classes.actions}>
      {request.retriedById !== null && (
        <Link to={`/requests/${request.retriedById}`} className={classes.link}>
          {t('action.retried')}
        </Link>
      )}
      {request.viewerMoves.includes('CANCEL') && (
        <Button
          {...look}
          data-action="cancel"
          aria-label={t('action.cancelRow', { prompt })}
          leftSection={<IconX size={14} aria-hidden />}
          loading={actions.busy === 'cancel'}
          onClick={press(actions.cancel)}
        >
          {t('action.cancel')}
        </Button>
      )}
      {request.viewerMoves.includes('RETRY') && (
        <Button
          {...look}
          data-action="retry"
          aria-label={t('action.retryRow', { prompt })}
          leftSection={<IconRefresh size={14} aria-hidden />}
          loading={actions.busy === 'retry'}
          onClick={press(actions.retry)}
        >
          {t('action.retry')}
        </Button>
      )}
    </span>
  );
}
