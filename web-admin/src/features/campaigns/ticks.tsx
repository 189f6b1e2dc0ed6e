import { useId } from 'react';
import classes from './campaign-form.module.css';

interface TicksProps<Value extends string> {
  label: string;
  description?: string;
  /** Many short ones stand in columns. */
  many?: boolean;
  options: readonly { value: Value; label: string }[];
  chosen: readonly Value[];
  error?: string | undefined;
  onChange: (chosen: readonly Value[]) => void;
}

/** Any number of some. */
export function Ticks<Value extends string>(props: TicksProps<Value>) {
  const { label, description, many = false, options, chosen, error, onChange } = props;
  const id = useId();
  const described = [description && `${id}-about`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <fieldset className={classes.ticks} data-invalid={error !== undefined} aria-describedby={described || undefined}>
      <legend>{label}</legend>
      {description && (
        <p id={`${id}-about`} className={classes.about}>
          {description}
        </p>
      )}
      <div className={many ? classes.grid : classes.column}>
        {options.map(({ value, label: option }) => (
          <label key={value} className={classes.tick}>
            <input
              type="checkbox"
              checked={chosen.includes(value)}
              onChange={({ currentTarget }) =>
                onChange(currentTarget.checked ? [...chosen, value] : chosen.filter((each) => each !== value))
              }
            />
            {option}
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id}-error`} className={classes.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
