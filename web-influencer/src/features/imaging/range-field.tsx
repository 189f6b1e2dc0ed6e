import { TextField } from '@influencegen/shared-schema/ui/fields';
import type { CSSProperties, ReactNode } from 'react';
import classes from './range-field.module.css';

interface RangeFieldProps {
  label: string;
  hint?: string;
  range: { min: number; max: number; default: number };
  step: number;
  /** Null: emptied, the usual value counts. */
  value: number | null;
  onChange: (value: number | null) => void;
  error?: string | undefined;
}

const besideTheName = (input: ReactNode): ReactNode => <div className={classes.number}>{input}</div>;

/** A slider for the feel and a number for the exact value: two handles of one thing. */
export function RangeField({ label, hint, range, step, value, onChange, error }: RangeFieldProps) {
  const shown = Math.min(range.max, Math.max(range.min, value ?? range.default));
  const share = (shown - range.min) / (range.max - range.min || 1);
  return (
    <div className={classes.field}>
      <TextField
        className={classes.parts}
        label={label}
        description={hint}
        error={error}
        inputContainer={besideTheName}
        errorProps={{ className: classes.error }}
        type="number"
        inputMode="decimal"
        min={range.min}
        max={range.max}
        step={step}
        value={value ?? ''}
        placeholder={String(range.default)}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.valueAsNumber)}
      />
      <input
        type="range"
        className={classes.slider}
        aria-label={label}
        min={range.min}
        max={range.max}
        step={step}
        value={shown}
        style={{ '--share': share } as CSSProperties}
        onChange={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </div>
  );
}
