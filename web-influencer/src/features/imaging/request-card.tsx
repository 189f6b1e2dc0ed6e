import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Since } from '@influencegen/shared-schema/ui/since';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen, statusTone } from './request-status.ts';
import { RequestActions } from './request-actions.tsx';
import { RequestCard_requestFragmentDoc, type RequestCard_requestFragment } from './request-card.generated';
import classes from './request-card.module.css';
import { useShortfallText } from './request-shortfall.ts';
import { useCountdown } from './use-countdown.ts';

type Request = RequestCard_requestFragment;

/** How a request stands, in words, and what can be done about it. */
export function RequestCard({ request: from, ref }: { request: FragmentType<Request>; ref: Ref<HTMLElement> }) {
  const { data: request, complete } = useFragment({ fragment: RequestCard_requestFragmentDoc, from });
  const { t } = useTranslation();
  const shortfallText = useShortfallText();
  if (!complete) return null;
  return (
    <article ref={ref} tabIndex={-1} className={classes.card}>
      <div className={classes.head}>
        <StatusBadge tone={statusTone[request.status]}>{t(`request.status.${request.status}`)}</StatusBadge>
        {isOpen(request.status) && <Expectation key={request.expectedSeconds} request={request} />}
        {request.status === 'COMPLETED' && <Result request={request} />}
      </div>
      {isOpen(request.status) && <Progress request={request} />}
      <p className={classes.prompt} dir="auto">
        {request.prompt}
      </p>
      {request.takingLongerThanUsual && <p className={classes.note}>{t('request.slow')}</p>}
      {request.status === 'CANCELLED' && <p className={classes.note}>{shortfallText(request)}</p>}
      {(request.status === 'FAILED' || request.status === 'TIMED_OUT') && <Reason request={request} />}
      <RequestActions
        id={request.id}
        moves={request.viewerMoves}
        retried={request.retriedById !== null}
        missing={request.count - request.images.length}
      />
    </article>
  );
}

function Expectation({ request }: { request: Request }) {
  const { t } = useTranslation();
  const format = useFormat();
  const left = useCountdown(request.expectedSeconds);
  const where =
    request.status === 'PROCESSING'
      ? format.percent(request.progress)
      : request.queuePosition === null
        ? t('request.handingOver')
        : t('request.position', { count: request.queuePosition });
  return (
    <p className={classes.facts}>
      <span>{where}</span>
      {left !== null && <span>{t('request.expected', { duration: format.duration(left) })}</span>}
    </p>
  );
}

function Progress({ request }: { request: Request }) {
  const { t } = useTranslation();
  return (
    <div
      className={classes.track}
      role="progressbar"
      aria-label={t('request.progress', { prompt: request.prompt })}
      aria-valuenow={request.progress}
      aria-valuemin={0}
      aria-valuemax={100}
      data-waiting={request.status !== 'PROCESSING'}
    >
      <div className={classes.bar} style={{ transform: `scaleX(${request.progress / 100})` }} />
    </div>
  );
}

function Result({ request }: { request: Request }) {
  const { t } = useTranslation();
  const made = request.images.length;
  return (
    <p className={classes.facts}>
      <span>{made === 0 ? t('request.deleted') : t('request.ready', { count: made })}</span>
      <Since at={request.createdAt} />
    </p>
  );
}

function Reason({ request }: { request: Request }) {
  const { t } = useTranslation();
  const shortfallText = useShortfallText();
  const { failure } = request;
  return (
    <div>
      <p className={classes.problem}>{shortfallText(request)}</p>
      {failure?.code === 'AI_ERROR' && (
        <p className={classes.detail} lang="en">
          {t('request.engineSaid', { message: failure.message })}
        </p>
      )}
    </div>
  );
}
