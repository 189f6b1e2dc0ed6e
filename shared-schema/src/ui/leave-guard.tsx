import { Button } from './button.tsx';
import { Panel } from './panel.tsx';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useBlocker, type Location } from 'react-router';
import classes from './leave-guard.module.css';

interface LeaveGuardProps {
  /** Something was typed and not saved. */
  when: boolean;
  /** Whether what was typed would be gone; else every other page counts. */
  isLost?: (from: Location, to: Location) => boolean;
}

const otherPage = (from: Location, to: Location): boolean => from.pathname !== to.pathname;

/** Asks before what was typed is lost. At most one on a page. */
export function LeaveGuard({ when, isLost = otherPage }: LeaveGuardProps) {
  const blocker = useBlocker(({ currentLocation, nextLocation }) => when && isLost(currentLocation, nextLocation));

  useEffect(() => {
    if (!when) return undefined;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', hold);
    return () => window.removeEventListener('beforeunload', hold);
  }, [when]);

  if (blocker.state !== 'blocked') return null;
  return <LeaveQuestion onStay={() => blocker.reset()} onDiscard={() => blocker.proceed()} />;
}

/** What is asked, also where a form alone is left. */
export function LeaveQuestion({ onStay, onDiscard }: { onStay: () => void; onDiscard: () => void }) {
  const { t } = useTranslation('ui');
  return (
    <Panel title={t('leave.title')} onClose={onStay}>
      <div className={classes.question}>
        <p>{t('leave.text')}</p>
        <div className={classes.answers}>
          <Button variant="primary" data-autofocus onClick={onStay}>
            {t('leave.stay')}
          </Button>
          <Button variant="danger" onClick={onDiscard}>
            {t('leave.discard')}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
