import { Button } from '@influencegen/shared-schema/ui/button';
import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { atThePage } from './at-the-page';
import classes from './filter-bar.module.css';

interface FilterBarProps {
  narrowed: boolean;
  onClear: () => void;
  children: ReactNode;
}

/** What narrows a list, and a button that takes all of it away. */
export function FilterBar({ narrowed, onClear, children }: FilterBarProps) {
  const { t } = useTranslation();
  return (
    <div role="search" className={classes.bar} aria-label={t('filter.label')}>
      {children}
      {narrowed && (
        <Button variant="quiet" leftSection={<IconX size={14} aria-hidden />} onClick={atThePage(onClear)}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
