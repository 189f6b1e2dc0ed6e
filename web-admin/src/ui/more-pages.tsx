import type { Pages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { Button } from '@influencegen/shared-schema/ui/button';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './more-pages.module.css';
import { useProblemText } from './use-problem-text';

interface MorePagesProps {
  of: Pages;
  /** What is said where the list ends. */
  children?: ReactNode;
}

/** Below a list: reads on, and tells why it could not. */
export function MorePages({ of: { hasMore, loadMore, loadingMore, problem }, children }: MorePagesProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (
    <footer className={classes.more}>
      {problem && <p role="alert">{problemText(problem)}</p>}
      {hasMore ? (
        <Button loading={loadingMore} onClick={loadMore}>
          {t('loadMore')}
        </Button>
      ) : (
        children
      )}
    </footer>
  );
}
