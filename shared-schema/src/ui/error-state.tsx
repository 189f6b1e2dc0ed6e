import { useEffect, type Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../client/errors.ts';
import { Button } from './button.tsx';
import { NotFound } from './not-found.tsx';
import { PageHeader } from './page-header.tsx';
import classes from './state.module.css';

interface ErrorStateProps {
  error: unknown;
  onRetry: () => void;
  /** It is being read again. */
  busy?: boolean;
  button?: Ref<HTMLButtonElement>;
  /** Nothing of the page is there to name it. */
  wholePage?: boolean;
}

/** What could not be read, mostly a part of a page: says why as far as it is known, and offers the way on. */
export function ErrorState({ error, onRetry, busy = false, button, wholePage = false }: ErrorStateProps) {
  const { t } = useTranslation('ui');
  const problem = problemOf(error);
  // Who waited for the network need not press anything when it comes back.
  useEffect(() => {
    if (problem !== 'UNREACHABLE') return undefined;
    window.addEventListener('online', onRetry);
    return () => window.removeEventListener('online', onRetry);
  }, [problem, onRetry]);
  if (problem === 'NOT_FOUND') return <NotFound />;
  return (
    <div className={classes.state} role="alert">
      {wholePage ? <PageHeader title={t('problem.title')} /> : <h2 className={classes.title}>{t('problem.title')}</h2>}
      <p className={classes.text}>{t(`problem.${problem}`)}</p>
      <div className={classes.actions}>
        <Button ref={button} loading={busy} onClick={onRetry}>
          {t('retry')}
        </Button>
      </div>
    </div>
  );
}
