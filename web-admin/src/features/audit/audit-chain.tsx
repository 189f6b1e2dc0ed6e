import { useMutation, useQuery } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { Block, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../ui/age';
import { Facts } from '../../ui/facts';
import { useProblemText } from '../../ui/use-problem-text';
import { AuditChainStateDocument, VerifyAuditTrailDocument, type AuditChainStateQuery } from './audit-chain.generated';
import classes from './audit.module.css';

type Verification = NonNullable<AuditChainStateQuery['auditChain']['lastVerification']>;

const renewEvery = 3_000;

/** Whether the trail can be trusted: how much is sealed, what was signed, and what the last look through it found. */
export function AuditChain() {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const { data, previousData, error } = useQuery(AuditChainStateDocument, {
    fetchPolicy: 'cache-and-network',
    pollInterval: renewEvery,
    skipPollAttempt: () => document.hidden,
  });
  const [verify, asked] = useMutation(VerifyAuditTrailDocument, {
    refetchQueries: [AuditChainStateDocument],
    awaitRefetchQueries: true,
  });
  const chain = (data ?? previousData)?.auditChain;
  if (!chain) return error ? <p role="alert">{problemText(problemOf(error))}</p> : <ChainSkeleton />;

  const { sealed, waiting, lastHead, lastVerification } = chain;
  const running = lastVerification !== null && lastVerification.finishedAt === null;
  return (
    <section aria-labelledby="chain" className={classes.chain}>
      <header className={classes.chainHead}>
        <h2 id="chain">{t('audit.chain.heading')}</h2>
        <ChainBadge verification={lastVerification} />
        <Button
          size="compact-sm"
          loading={asked.loading || running}
          onClick={() => void verify().catch(() => undefined)}
        >
          {t('audit.chain.verify')}
        </Button>
      </header>
      <Facts
        facts={[
          [t('audit.chain.sealed'), format.number(sealed)],
          [t('audit.chain.waiting'), format.number(waiting)],
          [
            t('audit.chain.head'),
            lastHead ? (
              <>
                {t('audit.chain.headUpTo', { number: lastHead.number, position: format.number(lastHead.lastPosition) })}
                , <Age at={lastHead.at} />
              </>
            ) : (
              t('audit.chain.noHead')
            ),
          ],
          lastHead !== null && [
            t('audit.chain.outside'),
            t(lastHead.keptOutside ? 'audit.chain.kept' : 'audit.chain.notKeptYet'),
          ],
          lastVerification !== null && [
            t('audit.chain.verified'),
            <span key="verified" role="status">
              {lastVerification.finishedAt === null ? (
                t('audit.chain.running', {
                  count: lastVerification.events,
                })
              ) : (
                <Age at={lastVerification.finishedAt} />
              )}
            </span>,
          ],
        ]}
      />
      {asked.error && <p role="alert">{problemText(problemOf(asked.error))}</p>}
      {lastVerification && lastVerification.findings.length > 0 && <Findings verification={lastVerification} />}
    </section>
  );
}

function ChainBadge({ verification }: { verification: Verification | null }) {
  const { t } = useTranslation();
  if (verification && verification.findings.length > 0)
    return <StatusBadge tone="negative">{t('audit.chain.tampered')}</StatusBadge>;
  if (!verification) return <StatusBadge tone="neutral">{t('audit.chain.neverVerified')}</StatusBadge>;
  if (verification.finishedAt === null) return <StatusBadge tone="active">{t('audit.chain.verifying')}</StatusBadge>;
  return <StatusBadge tone="positive">{t('audit.chain.whole')}</StatusBadge>;
}

function Findings({ verification: { findings } }: { verification: Verification }) {
  const { t } = useTranslation();
  return (
    <div role="alert" className={classes.findings}>
      <h3>{t('audit.chain.findings')}</h3>
      <ol>
        {findings.map(({ code, position, eventId, message }, index) => (
          <li key={`${code} ${position} ${eventId} ${index}`}>
            <code>{code}</code> {message}{' '}
            {eventId !== null && <Link to={`/audit/${eventId}`}>{t('audit.chain.openEvent')}</Link>}
          </li>
        ))}
      </ol>
    </div>
  );
}

function ChainSkeleton() {
  return (
    <Skeleton className={classes.chain}>
      <Block className={classes.chainSkeleton} />
    </Skeleton>
  );
}
