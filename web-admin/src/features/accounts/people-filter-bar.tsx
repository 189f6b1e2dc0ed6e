import { useQuery } from '@apollo/client/react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckFilter } from '../../ui/check-filter';
import { CompactSelect } from '../../ui/compact-select';
import { FilterBar } from '../../ui/filter-bar';
import { SearchField } from '../../ui/search-field';
import { useRoleName } from '../../ui/use-role-name';
import { accountStatuses, isNarrowed, type PeopleFilter } from './people-filter';
import { RoleChoicesDocument } from './role-choices.generated';

interface PeopleFilterBarProps {
  filter: PeopleFilter;
  onChange: (part: Partial<PeopleFilter>) => void;
  onClear: () => void;
  searchRef: RefObject<HTMLInputElement | null>;
}

export function PeopleFilterBar({ filter, onChange, onClear, searchRef }: PeopleFilterBarProps) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const { statuses, roles, order } = filter;
  const { data } = useQuery(RoleChoicesDocument);
  const choices = data?.roleChoices ?? [];
  const nameOf = (key: string): string => roleName(choices.find((role) => role.key === key)?.name ?? key);

  return (
    <FilterBar narrowed={isNarrowed(filter)} onClear={onClear}>
      <SearchField
        label={t('people.search')}
        placeholder={t('people.searchPlaceholder')}
        search={filter.search}
        maxLength={254}
        onChange={(search) => onChange({ search })}
        inputRef={searchRef}
      />
      <CheckFilter
        label={t('people.column.state')}
        any={t('filter.anyState')}
        many={(count) => t('filter.states', { count })}
        options={accountStatuses}
        nameOf={(status) => t(`people.status.${status}`)}
        chosen={statuses}
        onChange={(wanted) => onChange({ statuses: wanted })}
      />
      <CheckFilter
        label={t('people.column.roles')}
        any={t('people.anyRole')}
        many={(count) => t('people.roles', { count })}
        options={choices.map(({ key }) => key)}
        nameOf={nameOf}
        chosen={roles}
        onChange={(wanted) => onChange({ roles: wanted })}
      />
      <CompactSelect
        aria-label={t('filter.order')}
        value={order}
        onChange={({ currentTarget }) =>
          onChange({ order: currentTarget.value === 'LAST_SIGN_IN' ? 'LAST_SIGN_IN' : 'NEWEST' })
        }
        data={[
          { value: 'NEWEST', label: t('filter.NEWEST') },
          { value: 'LAST_SIGN_IN', label: t('people.byLastSignIn') },
        ]}
      />
    </FilterBar>
  );
}
