import { useTranslation } from 'react-i18next';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { problemOf } from '../client/errors.ts';
import { Button } from './button.tsx';
import { NotFound } from './not-found.tsx';
import { PageHeader } from './page-header.tsx';
import classes from './state.module.css';

/** The router's last resort: an unknown address, a page whose code is gone after an update, a bug. */
export function RouteError() {
  const { t } = useTranslation('ui');
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  const codeIsGone = error instanceof TypeError && /import|module/i.test(error.message);
  return (
    <main className={classes.state} role="alert">
      <PageHeader title={t('problem.title')} />
      <p className={classes.text}>{t(codeIsGone ? 'problem.outdated' : `problem.${problemOf(error)}`)}</p>
      <div className={classes.actions}>
        <Button onClick={() => window.location.reload()}>{t('reload')}</Button>
      </div>
    </main>
  );
}
