import { useId, type ReactNode } from 'react';
import classes from './choice.module.css';

interface ChoiceProps<V extends string | number> {
  label: string;
  options: readonly { value: V; label: string; detail?: string; picture?: ReactNode; hint?: string }[];
  value: V;
  onChange: (value: V) => void;
  /** `bar`: joined segments. `chips`: free-standing, each with its picture. `tiles`: the same, in one row and without a frame. */
  look: 'bar' | 'chips' | 'tiles';
  error?: string | undefined;
}

/** One of a few, all in sight: radio buttons that look like what they stand for. */
export function Choice<V extends string | number>({ label, options, value, onChange, look, error }: ChoiceProps<V>) {
  const name = useId();
  return (
    <fieldset className={classes.group} aria-describedby={error ? `${name}-error` : undefined}>
      <legend className={classes.legend}>{label}</legend>
      <div className={classes[look]}>
        {options.map((option) => (
          <label key={option.value} className={classes.option} title={option.hint}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            {option.picture}
            <span>{option.label}</span>
            {option.detail && <span className={classes.detail}>{option.detail}</span>}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${name}-error`} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
