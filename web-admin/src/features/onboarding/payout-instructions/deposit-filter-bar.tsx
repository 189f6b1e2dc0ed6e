import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CompactSelect } from '../../../ui/compact-select';
import { FilterBar } from '../../../ui/filter-bar';
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
    <FilterBar>
      <CompactSelect
        aria-label={t('filter.state')}
        value={filter.view}
        data-active={filter.view !== 'waiting'}
        onChange={({ currentTarget }) =>
          onChange({ view: depositViews.find((view) => view === currentTarget.value) ?? 'waiting' })
        }
        data={depositViews.map((view) => ({ value: view, label: t(`deposits.view.${view}`) }))}
      />
      {personPicker}
    </FilterBar>
  );
}
