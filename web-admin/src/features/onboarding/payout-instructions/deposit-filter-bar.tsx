import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CompactSelect } from '../../../ui/compact-select';
import { FilterBar } from '../../../ui/filter-bar';
import { depositViews, isNarrowed, noFilter, type DepositListFilter } from './deposit-filter.ts';

interface DepositFilterBarProps {
  filter: DepositListFilter;
  onChange: (part: Partial<DepositListFilter>) => void;
  onClear: () => void;
  /** People are another feature's matter. */
  personPicker: ReactNode;
}

export function DepositFilterBar({ filter, onChange, onClear, personPicker }: DepositFilterBarProps) {
  const { t } = useTranslation();
  return (
    <FilterBar narrowed={isNarrowed(filter)} onClear={onClear}>
      <CompactSelect
        aria-label={t('filter.state')}
        value={filter.view}
        data-active={filter.view !== noFilter.view}
        onChange={({ currentTarget }) =>
          onChange({ view: depositViews.find((view) => view === currentTarget.value) ?? noFilter.view })
        }
        data={depositViews.map((view) => ({ value: view, label: t(`deposits.view.${view}`) }))}
      />
      {personPicker}
    </FilterBar>
  );
}
