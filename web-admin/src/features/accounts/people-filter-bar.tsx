import { useQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../../ui/check-list';
import bar from '../../ui/filter-bar.module.css';
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

const chevron = { rightSection: <IconChevronDown size={14} aria-hidden />, rightSectionWidth: '1.75rem' };

export function PeopleFilterBar({ filter, onChange, onClear, searchRef }: PeopleFilterBarProps) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const { statuses, roles, order } = filter;
  const { data } = useQuery(RoleChoicesDocument);
  const choices = data?.roleChoices ?? [];
  const nameOf = (key: string): string => roleName(choices.find((role) => role.key === key)?.name ?? key);
  const toggled = <Value,>(all: readonly Value[], each: Value): Value[] =>
    all.includes(each) ? all.filter((other) => other !== each) : [...all, each];

  return (
    <div role="search" className={bar.bar} aria-label={t('filter.label')}>
      <SearchField
        label={t('people.search')}
        placeholder={t('people.searchPlaceholder')}
        search={filter.search}
        maxLength={254}
        onChange={(search) => onChange({ search })}
        inputRef={searchRef}
      />
      <CheckList
        label={t('people.column.state')}
        summary={
          statuses.length === 0
            ? t('filter.anyState')
            : statuses.length === 1
              ? t(`people.status.${statuses[0]!}`)
              : t('filter.states', { count: statuses.length })
        }
        active={statuses.length > 0}
        options={accountStatuses.map((status) => ({
          value: status,
          label: t(`people.status.${status}`),
          checked: statuses.includes(status),
        }))}
        onToggle={(status) => onChange({ statuses: toggled(statuses, status) })}
      />
      <CheckList
        label={t('people.column.roles')}
        summary={
          roles.length === 0
            ? t('people.anyRole')
            : roles.length === 1
              ? nameOf(roles[0]!)
              : t('people.roles', { count: roles.length })
        }
        active={roles.length > 0}
        options={choices.map(({ key, name }) => ({ value: key, label: roleName(name), checked: roles.includes(key) }))}
        onToggle={(role) => onChange({ roles: toggled(roles, role) })}
      />
      <SelectField
        {...chevron}
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
      {isNarrowed(filter) && (
        <Button variant="quiet" leftSection={<IconX size={14} aria-hidden />} onClick={onClear}>
          {t('filter.clear')}
        </Button>
      )}
    </div>
  );
}
