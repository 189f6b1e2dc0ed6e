import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Block, Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { Age } from '../../ui/age';
import { Facts } from '../../ui/facts';
import { MailProblem } from '../../ui/mail-problem';
import type { HealthPageQuery } from './health-page.generated';
import classes from './operations.module.css';
import { useHealth } from './use-health';

type HealthStatus = HealthPageQuery['health']['status'];
const tones: Record<HealthStatus, Tone> = { UP: 'positive', DOWN: 'negative', OFF: 'neutral' };

const checks = [
  'database',
  'queue',
  'storage',
  'engine',
  'events',
  'keys',
  'audit',
  'worker',
  'mail',
  'virusScanner',
] as const;
const isCheck = (name: string): name is (typeof checks)[number] => checks.some((each) => each === name);

export function HealthPage() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { health, checkedAt, problem } = useHealth();
  return (
    <div className={classes.page}>
      <PageHeader title={t('health.title')}>
        {health && !problem && (
          <StatusBadge tone={tones[health.status]}>{t(`health.overall.${health.status}`)}</StatusBadge>
        )}
      </PageHeader>
      <div role="alert">
        {problem && (
          <div className={classes.down}>
            <h2>{t(problem === 'UNREACHABLE' ? 'health.unreachable' : 'health.failed')}</h2>
            {problem !== 'UNREACHABLE' && <p>{problemText(problem)}</p>}
            <p>{t(health ? 'health.lastKnown' : 'health.fillsItself')}</p>
          </div>
        )}
      </div>
      {health && <Checks health={health} stale={problem !== null} checkedAt={checkedAt} />}
      {!health && !problem && (
        <Skeleton>
          <Lines count={5} height="2rem" />
          <Block style={{ height: '4rem', marginTop: '1.5rem' }} />
        </Skeleton>
      )}
    </div>
  );
}

interface ChecksProps {
  health: HealthPageQuery['health'];
  /** Nothing newer came: the state is shown as a memory, not as a fact. */
  stale: boolean;
  checkedAt: string | null;
}

function Checks({ health, stale, checkedAt }: ChecksProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div data-stale={stale} className={classes.health}>
      <ul className={classes.checks} aria-label={t('health.checks')}>
        {health.checks.map(({ name, status, latency, detail, finding, value, mailProblem }) => (
          <li key={name}>
            <span className={classes.check}>{isCheck(name) ? t(`health.name.${name}`) : name}</span>
            <StatusBadge tone={stale ? 'neutral' : tones[status]}>{t(`health.${status}`)}</StatusBadge>
            <span className={classes.latency}>{latency !== null && format.milliseconds(latency)}</span>
            <div className={classes.detail}>
              {finding === null ? (
                detail
              ) : mailProblem !== null && value !== null ? (
                <MailProblem problem={mailProblem} code={value}>
                  {t(`health.finding.${finding}`)}
                </MailProblem>
              ) : (
                t(`health.finding.${finding}`, { value: value ?? '' })
              )}
            </div>
          </li>
        ))}
      </ul>
      <section aria-labelledby="process">
        <h2 id="process">{t('health.process')}</h2>
        <Facts
          facts={[
            [t('health.processId'), <code key="id">{health.processId}</code>],
            [t('health.version'), health.version],
            [t('health.since'), <Age key="since" at={health.startedAt} />],
            checkedAt !== null && [t('health.checked'), <Age key="checked" at={checkedAt} />],
          ]}
        />
      </section>
    </div>
  );
}
