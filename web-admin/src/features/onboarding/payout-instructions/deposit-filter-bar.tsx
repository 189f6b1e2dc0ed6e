import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../../../ui/filter-bar.module.css';
import { depositViews, type DepositListFilter } from './deposit-filter.ts';

interface DepositFilterBarProps {
  filter: DepositListFilter;
  onChange: (part: Partial<DepositListFilter>) => void;
  /** People are another feature's matter. */
  personPicker: ReactNode;
}

export function DepositFilterBar({ filter, onChange, personPicker }: DepositFilterBarProps) {
  const { t } = useTranslation();
  return (
    <div role="search" className={classes.bar} aria-label={t('filter.label')}>
      <SelectField
        aria-label={t('filter.state')}
        rightSection={<IconChevronDown size={14} aria-hidden />}
        rightSectionWidth="1.75rem"
        value={filter.view}
        data-active={filter.view !== 'waiting'}
        onChange={({ currentTarget }) =>
          onChange({ view: depositViews.find((view) => view === currentTarget.value) ?? 'waiting' })
        }
        data={depositViews.map((view) => ({ value: view, label: t(`deposits.view.${view}`) }))}
      />
      {personPicker}
    </div>
  );
}
