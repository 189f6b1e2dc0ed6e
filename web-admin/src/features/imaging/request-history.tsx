import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { RequestHistory_requestFragmentDoc, type RequestHistory_requestFragment } from './request-history.generated';
import classes from './request-history.module.css';

const moves = ['request', 'accept', 'start', 'complete', 'fail', 'cancel', 'timeOut', 'late', 'retry'] as const;
const isMove = (move: string): move is (typeof moves)[number] => moves.some((each) => each === move);

/** Every state the request went through: when, by whom, and after how long. */
export function RequestHistory({ request: from }: { request: FragmentType<RequestHistory_requestFragment> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: request, complete } = useFragment({ fragment: RequestHistory_requestFragmentDoc, from });
  if (!complete) return null;

  return (
    <section className={classes.history} aria-labelledby="history">
      <h2 id="history">{t('request.history')}</h2>
      <ol>
        {request.history.map((event, index) => {
          const before = request.history[index - 1];
          const later = before && (Date.parse(event.at) - Date.parse(before.at)) / 1000;
          return (
            <li key={event.id} data-status={event.status}>
              <span className={classes.move}>{isMove(event.move) ? t(`move.${event.move}`) : event.move}</span>
              <span className={classes.when}>
                {later !== undefined && later >= 1 && (
                  <span>{t('request.later', { duration: format.duration(later, 'narrow') })}</span>
                )}
                <time dateTime={event.at} title={format.dateTime(event.at)}>
                  {format.clock(event.at)}
                </time>
              </span>
              <span className={classes.who}>{event.actor?.displayName ?? t('request.system')}</span>
              {event.note !== null && event.note !== '' && <span className={classes.note}>{event.note}</span>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
