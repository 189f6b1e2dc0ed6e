import { useApolloClient, useQuery } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useTranslation } from 'react-i18next';
import { Age } from '../../ui/age';
import { useProblemText } from '../../ui/use-problem-text';
import classes from './person-page.module.css';
import { AccountSessionsDocument, EndAccountSessionDocument } from './person-sessions.generated';

/** Where somebody is signed in, for who may sign them out. */
export function PersonSessions({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const { data, error, refetch } = useQuery(AccountSessionsDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  const { isUnderWay, problem, run } = useAction<string>();
  const shown = problem ?? (error && !data ? problemOf(error) : null);

  const end = (sessionId: string): void =>
    run(async () => {
      await client.mutate({ mutation: EndAccountSessionDocument, variables: { id, sessionId } });
      await refetch();
    }, sessionId);

  return (
    <section className={classes.section} aria-labelledby="sessions">
      <h2 id="sessions">{t('people.sessions')}</h2>
      {!data && !error && (
        <Skeleton>
          <Lines count={2} />
        </Skeleton>
      )}
      {data?.accountSessions.length === 0 && <p className={classes.muted}>{t('people.noSessions')}</p>}
      <ul className={classes.list}>
        {data?.accountSessions.map(({ id: sessionId, browser, system, ip, lastUsedAt }) => {
          const device =
            browser === null ? t('people.program') : t('people.device', { browser, system: system ?? '?' });
          return (
            <li key={sessionId}>
              <span>
                {device}{' '}
                <span className={classes.muted}>
                  {ip !== null && `${ip} · `}
                  {t('people.used')} <Age at={lastUsedAt} />
                </span>
              </span>
              <Button
                size="compact-sm"
                variant="quiet"
                loading={isUnderWay(sessionId)}
                aria-label={t('people.endSessionOf', { device })}
                onClick={() => end(sessionId)}
              >
                {t('people.endSession')}
              </Button>
            </li>
          );
        })}
      </ul>
      <div role="alert">{shown && <p className={classes.error}>{problemText(shown)}</p>}</div>
    </section>
  );
}
