import { useApolloClient, useMutation } from '@apollo/client/react';
import type { ImageRequestMove } from '@influencegen/shared-schema/contract/schema.generated';
import { hasCode, problemOf } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { CancelMyRequestDocument, RetryMyRequestDocument } from './request-actions.generated';
import classes from './request-card.module.css';
import { RequestRefusal } from './request-refusal.tsx';
import { noteRequest } from './use-live-requests.ts';

interface RequestActionsProps {
  id: string;
  moves: readonly ImageRequestMove[];
  retried: boolean;
  /** Pictures that did not come. */
  missing: number;
}

/** The hook hands the error to what is drawn below; the promise only says that it is over. */
const shownBelow = (): void => {};

export function RequestActions({ id, moves, retried, missing }: RequestActionsProps) {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const [, setSearch] = useSearchParams();
  const [cancel, cancelling] = useMutation(CancelMyRequestDocument, { variables: { id } });
  const [retry, retrying] = useMutation(RetryMyRequestDocument, { variables: { id } });
  const outcome = retrying.data?.retryImageRequest;
  const error = cancelling.error ?? retrying.error;
  const mayRetry = moves.includes('RETRY');
  const retryButton = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    // The button that was pressed is gone, and the focus with it: the next thing to do gets it.
    if (cancelling.data && mayRetry && document.activeElement === document.body) retryButton.current?.focus();
  }, [cancelling.data, mayRetry, retryButton]);

  const askAgain = async (): Promise<void> => {
    const { data } = await retry();
    if (data?.retryImageRequest.__typename !== 'ImageRequest') return;
    noteRequest(client, data.retryImageRequest);
    setSearch({}, { replace: true });
  };
  return (
    <>
      <div className={classes.actions}>
        {moves.includes('CANCEL') && (
          <Button size="sm" loading={cancelling.loading} onClick={() => void cancel().catch(shownBelow)}>
            {t('request.cancel')}
          </Button>
        )}
        {mayRetry && (
          <Button
            ref={retryButton}
            size="sm"
            variant="primary"
            loading={retrying.loading}
            onClick={() => void askAgain().catch(shownBelow)}
          >
            {t('request.retry')}
          </Button>
        )}
        {retried && <span className={classes.facts}>{t('request.retried')}</span>}
      </div>
      {error && (
        <p role="alert" className={classes.problem}>
          {hasCode(retrying.error, 'BAD_USER_INPUT')
            ? t('request.notOffered')
            : t('request.actionFailed', { reason: t(`ui:problem.${problemOf(error)}`) })}
        </p>
      )}
      {outcome && outcome.__typename !== 'ImageRequest' && <RequestRefusal refusal={outcome} asking={missing} />}
    </>
  );
}
