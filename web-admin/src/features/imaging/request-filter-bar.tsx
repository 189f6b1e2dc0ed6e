import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { CheckList } from '../../ui/check-list';
import classes from './request-filter-bar.module.css';
import { agePresets, isNarrowed, requestStatuses, type RequestFilter } from './request-filter';

interface RequestFilterBarProps {
  filter: RequestFilter;
  onChange: (part: Partial<RequestFilter>) => void;
  onClear: () => void;
  /** People are another feature's matter. */
  personPicker: ReactNode;
}

const chevron = { rightSection: <IconChevronDown size={14} aria-hidden />, rightSectionWidth: '1.75rem' };

export function RequestFilterBar({ filter, onChange, onClear, personPicker }: RequestFilterBarProps) {
  const { t } = useTranslation();
  const { statuses, order } = filter;
  const [first, ...others] = statuses;
  const stateLabel =
    first === undefined
      ? t('filter.anyState')
      : others.length === 0
        ? t(`status.${first}`)
        : t('filter.states', { count: statuses.length });

  return (
    <div role="search" className={classes.bar} aria-label={t('filter.label')}>
      <CheckList
        label={t('filter.state')}
        summary={stateLabel}
        active={statuses.length > 0}
        options={requestStatuses.map((status) => ({
          value: status,
          label: t(`status.${status}`),
          checked: statuses.includes(status),
        }))}
        onToggle={(status) =>
          onChange({
            statuses: requestStatuses.filter((each) => statuses.includes(each) !== (each === status)),
          })
        }
      />
      {personPicker}
      <AskedFilter filter={filter} onChange={onChange} />
      <SelectField
        {...chevron}
        aria-label={t('filter.order')}
        value={order}
        onChange={({ currentTarget }) => onChange({ order: currentTarget.value === 'OLDEST' ? 'OLDEST' : 'NEWEST' })}
        data={[
          { value: 'NEWEST', label: t('filter.NEWEST') },
          { value: 'OLDEST', label: t('filter.OLDEST') },
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

function AskedFilter({ filter, onChange }: Pick<RequestFilterBarProps, 'filter' | 'onChange'>) {
  const { t } = useTranslation();
  const { age, from, to } = filter;
  const hasDays = from !== null || to !== null;
  const [choosingDays, setChoosingDays] = useState(false);
  const showsDays = hasDays || (choosingDays && age === null);

  const choose = (value: string): void => {
    setChoosingDays(value === 'days');
    onChange({ age: agePresets.find((preset) => preset === value) ?? null, from: null, to: null });
  };

  return (
    <>
      <SelectField
        {...chevron}
        aria-label={t('filter.asked')}
        value={showsDays ? 'days' : (age ?? '')}
        data-active={age !== null || hasDays}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
        data={[
          { value: '', label: t('filter.anyTime') },
          ...agePresets.map((preset) => ({ value: preset, label: t(`filter.age.${preset}`) })),
          { value: 'days', label: t('filter.days') },
        ]}
      />
      {showsDays && (
        <span className={classes.days}>
          <DayInput label={t('filter.from')} value={from} max={to} onChange={(day) => onChange({ from: day })} />
          <span aria-hidden>–</span>
          <DayInput label={t('filter.to')} value={to} min={from} onChange={(day) => onChange({ to: day })} />
        </span>
      )}
    </>
  );
}

interface DayInputProps {
  label: string;
  value: string | null;
  min?: string | null;
  max?: string | null;
  onChange: (day: string | null) => void;
}

function DayInput({ label, value, min, max, onChange }: DayInputProps) {
  return (
    <input
      type="date"
      className={classes.day}
      aria-label={label}
      value={value ?? ''}
      min={min ?? undefined}
      max={max ?? undefined}
      onChange={({ currentTarget }) => onChange(currentTarget.value || null)}
    />
  );
}
