import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { atThePage } from './at-the-page';

interface NothingMatchesProps {
  title?: string;
  onClear: () => void;
  children?: ReactNode;
}

/** In place of a list of which its filters leave nothing. */
export function NothingMatches({ title, onClear, children }: NothingMatchesProps) {
  const { t } = useTranslation();
  return (
    <EmptyState
      title={title ?? t('filter.nothing')}
      action={<Button onClick={atThePage(onClear)}>{t('filter.clearAll')}</Button>}
    >
      {children}
    </EmptyState>
  );
}
