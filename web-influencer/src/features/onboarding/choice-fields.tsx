import { Button, IconButton } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconX } from '@tabler/icons-react';
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './choice-fields.module.css';

export interface Offered {
  value: string;
  label: string;
}

interface CommonProps {
  label: string;
  description: string;
  error: string | null;
  name: string;
  offered: readonly Offered[];
  readOnly: boolean;
}

/** Several inputs that are one question. */
function Group({
  label,
  description,
  error,
  name,
  children,
}: Omit<CommonProps, 'offered' | 'readOnly'> & { children: ReactNode }) {
  const id = useId();
  return (
    <fieldset className={classes.group} aria-describedby={`${id}-why ${id}-error`} data-question={name}>
      <legend className={classes.legend}>{label}</legend>
      <p id={`${id}-why`} className={classes.description}>
        {description}
      </p>
      {children}
      <p id={`${id}-error`} className={classes.error}>
        {error}
      </p>
    </fieldset>
  );
}

export function YesNoField({
  value,
  onChange,
  ...group
}: CommonProps & { value: string; onChange: (values: readonly string[]) => void }) {
  const { name, offered, readOnly } = group;
  if (offered.length === 1) return <SingleBox {...group} option={offered[0]!} value={value} onChange={onChange} />;
  return (
    <Group {...group}>
      <div className={classes.options}>
        {offered.map((option) => (
          <label key={option.value} className={classes.option}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={value === option.value}
              disabled={readOnly}
              onChange={() => onChange([option.value])}
            />
            {option.label}
          </label>
        ))}
      </div>
    </Group>
  );
}

/** What is either so or not asked about further: the question itself is the label of its box. */
function SingleBox({
  label,
  description,
  error,
  name,
  readOnly,
  option,
  value,
  onChange,
}: Omit<CommonProps, 'offered'> & {
  option: Offered;
  value: string;
  onChange: (values: readonly string[]) => void;
}) {
  const id = useId();
  return (
    <div data-question={name}>
      <label className={classes.box}>
        <input
          type="checkbox"
          name={name}
          value={option.value}
          checked={value === option.value}
          disabled={readOnly}
          aria-invalid={error !== null}
          aria-describedby={`${id}-why ${id}-error`}
          onChange={({ currentTarget }) => onChange(currentTarget.checked ? [option.value] : [])}
        />
        {label}
      </label>
      <p id={`${id}-why`} className={classes.boxDescription}>
        {description}
      </p>
      <p id={`${id}-error`} className={classes.error}>
        {error}
      </p>
    </div>
  );
}

export function ChoicesField({
  values,
  fromLongList,
  onChange,
  ...group
}: CommonProps & {
  values: readonly string[];
  /** One adds to what one has chosen, instead of seeing everything. */
  fromLongList: boolean;
  onChange: (values: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const { name, offered, readOnly } = group;
  const labelOf = (value: string): string => offered.find((option) => option.value === value)?.label ?? value;
  if (!fromLongList)
    return (
      <Group {...group}>
        <div className={classes.options}>
          {offered.map((option) => (
            <label key={option.value} className={classes.option}>
              <input
                type="checkbox"
                name={name}
                value={option.value}
                checked={values.includes(option.value)}
                disabled={readOnly}
                onChange={({ currentTarget }) =>
                  onChange(
                    currentTarget.checked
                      ? [...values, option.value]
                      : values.filter((value) => value !== option.value),
                  )
                }
              />
              {option.label}
            </label>
          ))}
        </div>
      </Group>
    );
  return (
    <Group {...group}>
      {values.length > 0 && (
        <ul className={classes.chosen}>
          {values.map((value) => (
            <li key={value} className={classes.chip}>
              {labelOf(value)}
              {!readOnly && (
                <IconButton
                  aria-label={t('onboarding.takeAway', { what: labelOf(value) })}
                  onClick={() => onChange(values.filter((other) => other !== value))}
                >
                  <IconX size={14} aria-hidden />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
      {!readOnly && (
        <SelectField
          label={t('onboarding.add')}
          name={name}
          data={[
            { value: '', label: t('onboarding.choose') },
            ...offered.filter(({ value }) => !values.includes(value)),
          ]}
          value=""
          onChange={({ currentTarget }) => currentTarget.value !== '' && onChange([...values, currentTarget.value])}
        />
      )}
    </Group>
  );
}

const entriesOf = (values: readonly string[]): [string, string][] =>
  values.map((entry): [string, string] => {
    const colon = entry.indexOf(':');
    return [entry.slice(0, colon), entry.slice(colon + 1)];
  });

interface NumbersFieldProps extends CommonProps {
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
  onBlur: () => void;
  /** Only some of what is offered is answered for: one adds lines. */
  open: boolean;
  /** What the numbers should add up to. Null: nothing. */
  sum: number | null;
}

/** A number for each of several things, such as percent by age. An entry is `KEY:number`. */
export function NumbersField({ values, onChange, onBlur, open, sum, ...group }: NumbersFieldProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { name, offered, readOnly } = group;
  const given = new Map(entriesOf(values));
  // A line that was added and has no number yet is not an answer.
  const [added, setAdded] = useState<readonly string[]>([]);
  const keys = open ? [...new Set([...given.keys(), ...added])] : offered.map(({ value }) => value);
  const labelOf = (key: string): string => offered.find(({ value }) => value === key)?.label ?? key;
  const put = (key: string, number: string): void => {
    const digits = number.replace(/\D/g, '').slice(0, 11);
    const next = new Map(given);
    if (digits === '') next.delete(key);
    else next.set(key, String(Number(digits)));
    onChange(keys.filter((each) => next.has(each)).map((each) => `${each}:${next.get(each)!}`));
  };
  const total = [...given.values()].reduce((all, number) => all + Number(number), 0);
  return (
    <Group {...group}>
      <div className={classes.numbers}>
        {keys.map((key) => (
          <div key={key} className={classes.line}>
            <TextField
              label={labelOf(key)}
              name={`${name}.${key}`}
              inputMode="numeric"
              autoComplete="off"
              rightSection={sum === null ? undefined : <span aria-hidden>{t('onboarding.percentSign')}</span>}
              value={given.get(key) ?? ''}
              readOnly={readOnly}
              onChange={({ currentTarget }) => put(key, currentTarget.value)}
              onBlur={({ currentTarget, relatedTarget }) => {
                // From one number to the next is still the same question.
                if (!currentTarget.closest('fieldset')?.contains(relatedTarget)) onBlur();
              }}
            />
            {open && !readOnly && (
              <IconButton
                aria-label={t('onboarding.takeAway', { what: labelOf(key) })}
                onClick={() => {
                  setAdded(added.filter((each) => each !== key));
                  put(key, '');
                }}
              >
                <IconX size={16} aria-hidden />
              </IconButton>
            )}
          </div>
        ))}
      </div>
      {open && !readOnly && (
        <SelectField
          label={t('onboarding.add')}
          name={name}
          data={[{ value: '', label: t('onboarding.choose') }, ...offered.filter(({ value }) => !keys.includes(value))]}
          value=""
          onChange={({ currentTarget }) => currentTarget.value !== '' && setAdded([...added, currentTarget.value])}
        />
      )}
      {sum !== null && given.size > 0 && (!open || total > sum) && (
        <p className={classes.sum} data-whole={total === sum} aria-live="polite">
          {t('onboarding.sum', { total: format.percent(total), sum: format.percent(sum) })}
          {!open && total < sum && total > 0 && !readOnly && keys.filter((key) => !given.has(key)).length === 1 && (
            <Button
              size="compact-sm"
              variant="quiet"
              onClick={() =>
                put(
                  keys.find((key) => !given.has(key))!,
                  String(sum - total),
                )
              }
            >
              {t('onboarding.rest')}
            </Button>
          )}
        </p>
      )}
    </Group>
  );
}
