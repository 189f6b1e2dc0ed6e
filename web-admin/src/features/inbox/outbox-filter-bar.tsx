import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckFilter } from '../../ui/check-filter';
import { CompactSelect } from '../../ui/compact-select';
import { FilterBar } from '../../ui/filter-bar';
import { isOutboxNarrowed, mailStatuses, type OutboxFilter } from './outbox-filter';
import { useNoticeName, useOutboxFacts } from './use-outbox-facts';

interface OutboxFilterBarProps {
  filter: OutboxFilter;
  onChange: (part: Partial<OutboxFilter>) => void;
  onClear: () => void;
  /** People are another feature's matter. */
  personPicker: ReactNode;
}

export function OutboxFilterBar({ filter, onChange, onClear, personPicker }: OutboxFilterBarProps) {
  const { t } = useTranslation();
  const facts = useOutboxFacts();
  const nameOf = useNoticeName();
  const { statuses, notice } = filter;
  const notices = [...new Set([...(facts?.notices ?? []).map(({ key }) => key), ...(notice === null ? [] : [notice])])];

  return (
    <FilterBar narrowed={isOutboxNarrowed(filter)} onClear={onClear}>
      <CheckFilter
        label={t('filter.state')}
        any={t('filter.anyState')}
        many={(count) => t('filter.states', { count })}
        options={mailStatuses}
        nameOf={(status) => t(`outbox.status.${status}`)}
        chosen={statuses}
        onChange={(wanted) => onChange({ statuses: wanted })}
      />
      {personPicker}
      <CompactSelect
        aria-label={t('outbox.notice')}
        value={notice ?? ''}
        data-active={notice !== null}
        onChange={({ currentTarget }) => onChange({ notice: currentTarget.value || null })}
        data={[
          { value: '', label: t('outbox.anyNotice') },
          ...notices.map((key) => ({ value: key, label: nameOf(key) })),
        ]}
      />
    </FilterBar>
  );
}
