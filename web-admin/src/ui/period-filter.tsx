import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CompactSelect } from './compact-select';
import classes from './filter-bar.module.css';
import { agePresets, type Period } from './period';

interface PeriodFilterProps {
  label: string;
  period: Period;
  onChange: (period: Period) => void;
}

export function PeriodFilter({ label, period, onChange }: PeriodFilterProps) {
  const { t } = useTranslation();
  const { age, from, to } = period;
  const hasDays = from !== null || to !== null;
  const [choosingDays, setChoosingDays] = useState(false);
  const showsDays = hasDays || (choosingDays && age === null);

  const choose = (value: string): void => {
    setChoosingDays(value === 'days');
    onChange({ age: agePresets.find((preset) => preset === value) ?? null, from: null, to: null });
  };

  return (
    <>
      <CompactSelect
        aria-label={label}
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
          <DayInput
            label={t('filter.from')}
            value={from}
            max={to}
            onChange={(day) => onChange({ ...period, from: day })}
          />
          <span aria-hidden>–</span>
          <DayInput label={t('filter.to')} value={to} min={from} onChange={(day) => onChange({ ...period, to: day })} />
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
