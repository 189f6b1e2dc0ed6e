import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckFilter } from '../../ui/check-filter';
import { CompactSelect } from '../../ui/compact-select';
import { FilterBar } from '../../ui/filter-bar';
import { PeriodFilter } from '../../ui/period-filter';
import { isKnownFailure, knownFailures } from './failure-text';
import { isNarrowed, requestStatuses, type RequestFilter } from './request-filter';

interface RequestFilterBarProps {
  filter: RequestFilter;
  onChange: (part: Partial<RequestFilter>) => void;
  onClear: () => void;
  /** People are another feature's matter. */
  personPicker: ReactNode;
}

export function RequestFilterBar({ filter, onChange, onClear, personPicker }: RequestFilterBarProps) {
  const { t } = useTranslation();
  const { statuses, failureCodes, order } = filter;
  const nameOf = (code: string): string => (isKnownFailure(code) ? t(`failure.${code}`) : code);

  return (
    <FilterBar narrowed={isNarrowed(filter)} onClear={onClear}>
      <CheckFilter
        label={t('filter.state')}
        any={t('filter.anyState')}
        many={(count) => t('filter.states', { count })}
        options={requestStatuses}
        nameOf={(status) => t(`status.${status}`)}
        chosen={statuses}
        onChange={(wanted) => onChange({ statuses: wanted })}
      />
      <CheckFilter
        label={t('filter.failure')}
        any={t('filter.anyFailure')}
        many={(count) => t('filter.failures', { count })}
        options={[...new Set([...knownFailures, ...failureCodes])]}
        nameOf={nameOf}
        chosen={failureCodes}
        onChange={(wanted) => onChange({ failureCodes: wanted })}
      />
      {personPicker}
      <PeriodFilter label={t('filter.asked')} period={filter} onChange={onChange} />
      <CompactSelect
        aria-label={t('filter.order')}
        value={order}
        onChange={({ currentTarget }) => onChange({ order: currentTarget.value === 'OLDEST' ? 'OLDEST' : 'NEWEST' })}
        data={[
          { value: 'NEWEST', label: t('filter.NEWEST') },
          { value: 'OLDEST', label: t('filter.OLDEST') },
        ]}
      />
    </FilterBar>
  );
}
