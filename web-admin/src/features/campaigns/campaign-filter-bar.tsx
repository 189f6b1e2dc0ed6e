import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckFilter } from '../../ui/check-filter';
import { CompactSelect } from '../../ui/compact-select';
import { FilterBar } from '../../ui/filter-bar';
import { SearchField } from '../../ui/search-field';
import { campaignStatuses, isNarrowed, type CampaignFilter } from './campaign-filter';

interface CampaignFilterBarProps {
  filter: CampaignFilter;
  onChange: (part: Partial<CampaignFilter>) => void;
  onClear: () => void;
  searchRef: RefObject<HTMLInputElement | null>;
  /** Brands are another feature's matter. */
  brandPicker: ReactNode;
}

export function CampaignFilterBar({ filter, onChange, onClear, searchRef, brandPicker }: CampaignFilterBarProps) {
  const { t } = useTranslation();
  const { search, statuses, order } = filter;

  return (
    <FilterBar narrowed={isNarrowed(filter)} onClear={onClear}>
      <SearchField
        label={t('campaigns.search')}
        placeholder={t('campaigns.searchPlaceholder')}
        search={search}
        onChange={(wanted) => onChange({ search: wanted })}
        inputRef={searchRef}
      />
      <CheckFilter
        label={t('filter.state')}
        any={t('filter.anyState')}
        many={(count) => t('filter.states', { count })}
        options={campaignStatuses}
        nameOf={(status) => t(`campaigns.status.${status}`)}
        chosen={statuses}
        onChange={(wanted) => onChange({ statuses: wanted })}
      />
      {brandPicker}
      <CompactSelect
        aria-label={t('filter.order')}
        value={order}
        onChange={({ currentTarget }) =>
          onChange({ order: currentTarget.value === 'CLOSING_SOON' ? 'CLOSING_SOON' : 'NEWEST' })
        }
        data={[
          { value: 'NEWEST', label: t('filter.NEWEST') },
          { value: 'CLOSING_SOON', label: t('campaigns.closingSoon') },
        ]}
      />
    </FilterBar>
  );
}
