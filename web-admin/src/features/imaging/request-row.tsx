import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { Age } from '../../ui/age';
import table from '../../ui/data-table.module.css';
import type { Column } from './columns';
import { useFailureText } from './failure-text';
import { Refusal } from './refusal';
import { RequestActions } from './request-actions';
import { RequestRow_requestFragmentDoc, type RequestRow_requestFragment } from './request-row.generated';
import { RequestState } from './request-state';
import { RequestTime } from './request-time';
import classes from './request-table.module.css';
import { useRequestActions } from './use-request-actions';

interface RequestRowProps {
  request: FragmentType<RequestRow_requestFragment>;
  columns: ReadonlySet<Column>;
}

export const RequestRow = memo(function RequestRow({ request: from, columns }: RequestRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureText = useFailureText('failure');
  const { data: request, complete } = useFragment({
    fragment: RequestRow_requestFragmentDoc,
    fragmentName: 'RequestRow_request',
    from,
  });
  // The page of the request leads back to the list as it was narrowed.
  const { search } = useLocation();
  const actions = useRequestActions(complete ? request.id : '');
  if (!complete) return null;
  const { width, height, count } = request;

  return (
    <div role="row" className={classes.row}>
      <div role="cell" className={classes.state}>
        <RequestState status={request.status} progress={request.progress} />
      </div>
      {columns.has('person') && (
        <div role="cell" className={classes.person}>
          <bdi>{request.person.displayName}</bdi>
        </div>
      )}
      <div role="cell" className={classes.prompt}>
        <Link to={`/requests/${request.id}${search}`} className={table.open}>
          <bdi>{request.prompt}</bdi>
        </Link>
        {request.retryOfId !== null && <span className={classes.mark}>{t('requests.retryOf')}</span>}
        {columns.has('error') && request.failure && (
          <span className={classes.error} title={request.failure.code}>
            {failureText(request.failure)}
          </span>
        )}
      </div>
      {columns.has('engine') && (
        <div role="cell" className={classes.engine}>
          {t(`engine.${request.engine}`)}
        </div>
      )}
      {columns.has('size') && (
        <div role="cell" className={classes.size}>
          {t('requests.size', { width, height })}
          {count > 1 && <span className={classes.count}>{t('requests.count', { count })}</span>}
        </div>
      )}
      {columns.has('time') && (
        <div role="cell" className={classes.time}>
          <RequestTime request={request} />
        </div>
      )}
      {columns.has('position') && (
        <div role="cell" className={classes.position} data-empty={request.queuePosition === null}>
          {request.queuePosition !== null && (
            <>
              <span className={table.label}>{t('requests.column.position')} </span>
              {format.number(request.queuePosition)}
            </>
          )}
        </div>
      )}
      {columns.has('attempts') && (
        <div role="cell" className={classes.attempts} data-empty={request.dispatchAttempts < 2}>
          <span className={table.label}>{t('requests.column.attempts')} </span>
          {format.number(request.dispatchAttempts)}
        </div>
      )}
      {columns.has('age') && (
        <div role="cell" className={classes.age}>
          <Age at={request.createdAt} />
        </div>
      )}
      <div role="cell" className={classes.actions}>
        <RequestActions request={request} actions={actions} prompt={request.prompt} />
      </div>
      {actions.refusal && (
        <div role="cell" className={classes.refusal}>
          <Refusal refusal={actions.refusal} />
        </div>
      )}
    </div>
  );
});
