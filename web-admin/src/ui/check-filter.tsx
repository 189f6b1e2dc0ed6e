import { CheckList } from './check-list';

interface CheckFilterProps<Value extends string> {
  label: string;
  /** Said while nothing is chosen. */
  any: string;
  /** Said of several. */
  many: (count: number) => string;
  options: readonly Value[];
  nameOf: (option: Value) => string;
  chosen: readonly Value[];
  onChange: (chosen: Value[]) => void;
}

/** Any number of choices; the button says which one, or how many. */
export function CheckFilter<Value extends string>(props: CheckFilterProps<Value>) {
  const { label, any, many, options, nameOf, chosen, onChange } = props;
  const [first, ...others] = chosen;
  return (
    <CheckList
      label={label}
      summary={first === undefined ? any : others.length === 0 ? nameOf(first) : many(chosen.length)}
      active={chosen.length > 0}
      options={options.map((value) => ({ value, label: nameOf(value), checked: chosen.includes(value) }))}
      onToggle={(value) =>
        onChange(chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value])
      }
    />
  );
}
