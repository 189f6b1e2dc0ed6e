import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import type { ReactNode, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../../ui/check-list';
import classes from '../../ui/filter-bar.module.css';
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
  const [first, ...others] = statuses;

  return (
    <div role="search" className={classes.bar} aria-label={t('filter.label')}>
      <SearchField
        label={t('campaigns.search')}
        placeholder={t('campaigns.searchPlaceholder')}
        search={search}
        onChange={(wanted) => onChange({ search: wanted })}
        inputRef={searchRef}
      />
      <CheckList
        label={t('filter.state')}
        summary={
          first === undefined
            ? t('filter.anyState')
            : others.length === 0
              ? t(`campaigns.status.${first}`)
              : t('filter.states', { count: statuses.length })
        }
        active={statuses.length > 0}
        options={campaignStatuses.map((status) => ({
          value: status,
          label: t(`campaigns.status.${status}`),
          checked: statuses.includes(status),
        }))}
        onToggle={(status) =>
          onChange({ statuses: campaignStatuses.filter((each) => statuses.includes(each) !== (each === status)) })
        }
      />
      {brandPicker}
      <SelectField
        rightSection={<IconChevronDown size={14} aria-hidden />}
        rightSectionWidth="1.75rem"
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
      {isNarrowed(filter) && (
        <Button variant="quiet" leftSection={<IconX size={14} aria-hidden />} onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
