import classes from './one-of.module.css';

interface OneOfProps<Value extends string> {
  label: string;
  /** `mark`: a word on how it stands, beside its name. */
  options: readonly { value: Value; name: string; mark?: string }[];
  value: Value | undefined;
  onChange: (value: Value) => void;
}

/** One of a few, all in sight: what stands below is seen in this language, or in this way. */
export const OneOf = <Value extends string>({ label, options, value, onChange }: OneOfProps<Value>) => (
  <div role="group" aria-label={label} className={classes.options}>
    {options.map((option) => (
      <button
        key={option.value}
        type="button"
        className={classes.option}
        aria-pressed={option.value === value}
        onClick={() => onChange(option.value)}
      >
        {option.name}
        {option.mark && <span className={classes.mark}>{option.mark}</span>}
      </button>
    ))}
  </div>
);
