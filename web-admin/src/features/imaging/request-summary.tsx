import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { Age } from '../../ui/age';
import { Facts } from '../../ui/facts';
import { useFailureText } from './failure-text';
import { Refusal } from './refusal';
import { RequestActions } from './request-actions';
import { RequestState } from './request-state';
import { RequestSummary_requestFragmentDoc, type RequestSummary_requestFragment } from './request-summary.generated';
import classes from './request-summary.module.css';
import { RequestTime } from './request-time';
import { useRequestActions } from './use-request-actions';

/** Who asked for what, how it stands, and what can be done about it. */
export function RequestSummary({ request: from }: { request: FragmentType<RequestSummary_requestFragment> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureText = useFailureText('failureInFull');
  const { data: request, complete } = useFragment({
    fragment: RequestSummary_requestFragmentDoc,
    fragmentName: 'RequestSummary_request',
    from,
  });
  const { search } = useLocation();
  const actions = useRequestActions(complete ? request.id : '');
  if (!complete) return null;

  const waited = request.startedAt && (Date.parse(request.startedAt) - Date.parse(request.createdAt)) / 1000;

  return (
    <header className={classes.summary}>
      <BackLink to={`/requests${search}`}>{t('nav.requests')}</BackLink>
      <div className={classes.top}>
        <div className={classes.title}>
          <PageHeader title={shortened(request.prompt)} />
          <code className={classes.id}>{request.id}</code>
        </div>
        <RequestActions request={request} actions={actions} prompt={request.prompt} prominent />
      </div>
      {actions.refusal && (
        <div className={classes.failure}>
          <Refusal refusal={actions.refusal} />
        </div>
      )}
      {request.failure && (
        <div className={classes.failure}>
          <p>{failureText(request.failure)}</p>
          <code>{request.failure.code}</code>
        </div>
      )}
      <Facts
        facts={[
          [t('request.state'), <RequestState key="state" status={request.status} progress={request.progress} />],
          [
            t('request.person'),
            <Link key="person" to={`/requests?person=${request.person.id}`}>
              <bdi>{request.person.displayName}</bdi>
            </Link>,
          ],
          [t('request.asked'), <Age key="asked" at={request.createdAt} />],
          request.queuePosition !== null && [t('request.position'), format.number(request.queuePosition)],
          !!waited && waited >= 1 && [t('request.waited'), format.duration(waited, 'narrow')],
          [t(request.finishedAt ? 'request.took' : 'request.time'), <RequestTime key="time" request={request} />],
          [t('request.engine'), t(`engineLong.${request.engine}`)],
          [t('request.attempts'), format.number(request.dispatchAttempts)],
          request.retryOfId !== null && [
            t('request.retryOf'),
            <Link key="retryOf" to={`/requests/${request.retryOfId}`}>
              {t('request.earlier')}
            </Link>,
          ],
        ]}
      />
    </header>
  );
}

const shortened = (prompt: string): string => (prompt.length > 120 ? `${prompt.slice(0, 119).trimEnd()}…` : prompt);
