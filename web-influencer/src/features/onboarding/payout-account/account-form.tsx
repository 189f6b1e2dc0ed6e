import {
  bankCurrencies,
  bankFormat,
  checkBankAccount,
  checkHolderName,
  formatIban,
  formatSortCode,
  usualCurrency,
  type BankField,
  type BankScheme,
} from '@influencegen/shared-schema/contract/bank-account';
import { countriesByName } from '@influencegen/shared-schema/contract/countries';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../dynamic-text.ts';
import { useAttempt } from '../use-attempt.ts';
import classes from './payout-account.module.css';
import { usePayoutMoves } from './use-payout-account.ts';

type Typed = Partial<Record<BankField | 'holderName', string>>;
type Problems = Readonly<Record<string, string>>;

const written: Partial<Record<BankField, (value: string) => string>> = { iban: formatIban, sortCode: formatSortCode };

/** What is wrong with what was typed, by field. */
function problemsOf(country: string, scheme: BankScheme | undefined, typed: Typed): Problems {
  const holder = checkHolderName(typed.holderName ?? '');
  const numbers = scheme ? checkBankAccount(scheme, typed, { country }) : {};
  return Object.fromEntries([
    ...(country === '' ? [['country', 'REQUIRED']] : []),
    ...('problem' in holder ? [['holderName', holder.problem]] : []),
    ...Object.entries(numbers).flatMap(([field, result]) => ('problem' in result ? [[field, result.problem]] : [])),
  ]) as Problems;
}

interface AccountFormProps {
  onSaved: () => void;
  /** Null: there is nothing to go back to. */
  onCancel: (() => void) | null;
}

/** The fields of the country; what is wrong is said once a field was left, and from then on with each letter. */
export function AccountForm({ onSaved, onCancel }: AccountFormProps) {
  const { t } = useTranslation(['app', 'ui']);
  const [language] = useLanguage();
  const problemText = useProblemText();
  const moves = usePayoutMoves();
  const { busy, failure, run } = useAttempt();
  const form = useRef<HTMLFormElement>(null);
  const [country, setCountry] = useState('');
  const [chosenScheme, setScheme] = useState<BankScheme | null>(null);
  const [chosenCurrency, setCurrency] = useState<string | null>(null);
  const [typed, setTyped] = useState<Typed>({});
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<Problems>({});

  const formats = country === '' ? [] : bankFormat(country);
  const format = formats.find(({ scheme }) => scheme === chosenScheme) ?? formats[0];
  const currency = chosenCurrency ?? (country === '' ? '' : usualCurrency(country));
  const problems = problemsOf(country, format?.scheme, typed);
  const errorOf = (field: string): string | null => {
    const code = refused[field] ?? (left.has(field) ? problems[field] : undefined);
    return code === undefined ? null : problemText(code);
  };
  const leave = (field: string): void => setLeft(new Set([...left, field]));
  const type = (field: BankField | 'holderName', value: string): void => {
    setTyped({ ...typed, [field]: value });
    setRefused({});
  };
  /** Grouped as banks print it, once it is right: never while somebody types. */
  const group = (field: BankField): void => {
    const result = format && checkBankAccount(format.scheme, typed, { country })[field];
    if (result && 'value' in result && written[field]) setTyped({ ...typed, [field]: written[field](result.value) });
  };
  const focusFirst = (wrong: Problems): void => {
    const inputs = [...(form.current?.querySelectorAll<HTMLElement>('input, select') ?? [])];
    inputs.find((input) => Object.hasOwn(wrong, input.getAttribute('name') ?? ''))?.focus();
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLeft(new Set(['country', 'holderName', 'iban', 'bic', 'routingNumber', 'sortCode', 'accountNumber']));
    if (!format || Object.keys(problems).length > 0) return focusFirst(problems);
    void run('save', async () => {
      const { holderName = '', ...numbers } = typed;
      const used = Object.fromEntries(format.fields.map((field) => [field, numbers[field] ?? '']));
      const outcome = await moves.save({ country, scheme: format.scheme, currency, holderName, ...used });
      if (outcome.problems.length > 0) {
        const wrong = Object.fromEntries(outcome.problems.map(({ field, code }) => [field ?? '', code]));
        setRefused(wrong);
        focusFirst(wrong);
      } else if (outcome.failure === null) onSaved();
      return outcome.failure;
    });
  };

  return (
    <form ref={form} className={classes.card} onSubmit={submit} noValidate aria-label={t('onboarding.payout.form')}>
      <SelectField
        name="country"
        label={t('onboarding.payout.country')}
        description={t('onboarding.payout.countryHint')}
        error={errorOf('country')}
        data={[
          { value: '', label: t('onboarding.choose') },
          ...countriesByName(language).map(({ code, name }) => ({ value: code, label: name })),
        ]}
        value={country}
        onChange={({ currentTarget }) => {
          setCountry(currentTarget.value);
          setScheme(null);
          setCurrency(null);
          setRefused({});
        }}
      />
      {formats.length > 1 && (
        <fieldset className={classes.schemes}>
          <legend>{t('onboarding.payout.scheme')}</legend>
          {formats.map(({ scheme }) => (
            <label key={scheme}>
              <input
                type="radio"
                name="scheme"
                value={scheme}
                checked={format?.scheme === scheme}
                onChange={() => setScheme(scheme)}
              />
              {t(`onboarding.payout.schemes.${scheme}`)}
            </label>
          ))}
        </fieldset>
      )}
      <TextField
        name="holderName"
        label={t('onboarding.payout.holder')}
        description={t('onboarding.payout.holderHint')}
        autoComplete="name"
        value={typed.holderName ?? ''}
        error={errorOf('holderName')}
        onChange={({ currentTarget }) => type('holderName', currentTarget.value)}
        onBlur={() => typed.holderName && leave('holderName')}
      />
      {format?.fields.map((field) => (
        <TextField
          key={field}
          name={field}
          label={t(`onboarding.payout.fields.${field}`)}
          description={t(`onboarding.payout.hints.${field}`)}
          // Nothing of a bank belongs into what a browser remembers.
          autoComplete="off"
          autoCapitalize="characters"
          autoCorrect="off"
          spellCheck={false}
          inputMode={field === 'routingNumber' || field === 'sortCode' ? 'numeric' : 'text'}
          value={typed[field] ?? ''}
          error={errorOf(field)}
          onChange={({ currentTarget }) => type(field, currentTarget.value)}
          onBlur={() => {
            if (typed[field]) leave(field);
            group(field);
          }}
        />
      ))}
      {country !== '' && (
        <SelectField
          name="currency"
          label={t('onboarding.payout.currency')}
          data={[...bankCurrencies]}
          value={currency}
          onChange={({ currentTarget }) => setCurrency(currentTarget.value)}
        />
      )}
      <FormAlert>{failure}</FormAlert>
      <div className={classes.actions}>
        <Button type="submit" variant="primary" loading={busy !== null}>
          {t('onboarding.payout.save')}
        </Button>
        {onCancel && (
          <Button variant="quiet" onClick={onCancel}>
            {t('ui:cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
