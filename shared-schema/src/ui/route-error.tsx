import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isRouteErrorResponse, useRouteError } from 'react-router';
import { problemOf } from '../client/errors.ts';
import { Button } from './button.tsx';
import { NotFound } from './not-found.tsx';
import { PageHeader } from './page-header.tsx';
import classes from './state.module.css';

const reload = (): void => window.location.reload();

/** The code of a page, or how it looks, could not be fetched: by the browser's words, or by those of Vite. */
const isMissingCode = (error: unknown): boolean =>
  error instanceof Error && /dynamically imported module|importing a module|unable to preload/i.test(error.message);

/** The router's last resort: an unknown address, a page whose code is gone after an update, a bug. */
export function RouteError() {
  const { t } = useTranslation('ui');
  const error = useRouteError();
  const codeIsGone = isMissingCode(error);
  useEffect(() => {
    if (!codeIsGone) return undefined;
    // Nothing that was typed is on this page: it can open as soon as it can be fetched.
    window.addEventListener('online', reload);
    return () => window.removeEventListener('online', reload);
  }, [codeIsGone]);
  if (isRouteErrorResponse(error) && error.status === 404) return <NotFound />;
  const missing = navigator.onLine ? 'problem.outdated' : 'problem.UNREACHABLE';
  return (
    <div className={classes.state} role="alert">
      <PageHeader title={t('problem.title')} />
      <p className={classes.text}>{t(codeIsGone ? missing : `problem.${problemOf(error)}`)}</p>
      <div className={classes.actions}>
        <Button onClick={reload}>{t('reload')}</Button>
      </div>
    </div>
  );
}

/** Where no layout is around the page. */
export const RootError = () => (
  <main>
    <RouteError />
  </main>
);
