import { addressFormat } from '@influencegen/shared-schema/contract/address';
import { countriesByName } from '@influencegen/shared-schema/contract/countries';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { answerTo, type Answers, type Question } from '@influencegen/shared-schema/contract/onboarding-questions';
import { spacedPhone } from '@influencegen/shared-schema/contract/phone';
import { taxIdName } from '@influencegen/shared-schema/contract/tax-id';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useTranslation } from 'react-i18next';
import { ChoicesField, NumbersField, YesNoField, type Offered } from './choice-fields.tsx';
import { useNamedText } from './dynamic-text.ts';
import classes from './question-field.module.css';

interface QuestionFieldProps {
  question: Question;
  answers: Answers;
  values: readonly string[];
  error: string | null;
  required: boolean;
  readOnly: boolean;
  onChange: (values: readonly string[]) => void;
  /** The field was left. */
  onLeave: () => void;
}

const sharesInAll = 100;

/** One question as its kind asks for it, with the reason why it is asked. */
export function QuestionField(props: QuestionFieldProps) {
  const { question, answers, values, error, required, readOnly, onChange, onLeave } = props;
  const { t } = useTranslation(['app', 'ui']);
  const { label, description, offered } = useQuestionTexts(question, answers);
  const value = values[0] ?? '';
  const common = {
    label:
      required || (question.kind === 'YES_NO' && offered.length === 1) ? label : t('onboarding.optional', { label }),
    description,
    error,
    name: question.field,
    onBlur: onLeave,
  };
  const choose = (next: readonly string[]): void => {
    onChange(next);
    onLeave();
  };
  switch (question.kind) {
    case 'YES_NO':
      return <YesNoField {...common} offered={offered} value={value} readOnly={readOnly} onChange={choose} />;
    case 'CHOICES':
    case 'LANGUAGES':
      return (
        <ChoicesField
          {...common}
          offered={offered}
          fromLongList={question.kind === 'LANGUAGES'}
          values={values}
          readOnly={readOnly}
          onChange={choose}
        />
      );
    case 'SHARES':
    case 'COUNTS':
      return (
        <NumbersField
          {...common}
          offered={offered}
          open={question.choices === undefined}
          sum={question.kind === 'SHARES' ? sharesInAll : null}
          values={values}
          readOnly={readOnly}
          onChange={onChange}
        />
      );
    case 'COUNTRY':
    case 'CHOICE':
      return <ChoiceField {...common} {...{ question, offered, value, readOnly }} onChange={choose} />;
    case 'TEXT':
    case 'DATE':
    case 'PHONE':
      if (offered.length > 0)
        return <ChoiceField {...common} {...{ question, offered, value, readOnly }} onChange={choose} />;
      if (question.kind === 'DATE') return <DateField {...common} {...{ question, value, readOnly, onChange }} />;
      return (
        <TextField
          {...common}
          type={question.kind === 'PHONE' ? 'tel' : 'text'}
          autoComplete={question.autoComplete ?? 'off'}
          value={question.kind === 'PHONE' ? spaced(value) : value}
          readOnly={readOnly}
          onChange={(event) => onChange(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
        />
      );
  }
}

/** As its country writes it, once it is a whole number; what is being typed stays as it is. */
const spaced = (phone: string): string => (/^\+\d{7,}$/.test(phone) ? spacedPhone(phone) : phone);

/** The order of day and month in the field is the browser's: the day is written out as well. */
function DateField({ question, value, readOnly, onChange, ...rest }: Omit<ChoiceFieldProps, 'offered'>) {
  const format = useFormat();
  const isWhole = /^[1-9]\d{3}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
  return (
    <div>
      <TextField
        {...rest}
        type="date"
        autoComplete={question.autoComplete ?? 'off'}
        value={value}
        readOnly={readOnly}
        onChange={(event) => onChange(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
      />
      <p className={classes.writtenOut}>{isWhole && format.day(value)}</p>
    </div>
  );
}

interface ChoiceFieldProps {
  label: string;
  description: string;
  error: string | null;
  name: string;
  onBlur: () => void;
  question: Question;
  offered: readonly Offered[];
  value: string;
  readOnly: boolean;
  onChange: (values: readonly string[]) => void;
}

function ChoiceField({ question, offered, value, readOnly, onChange, ...rest }: ChoiceFieldProps) {
  const { t } = useTranslation();
  return (
    <SelectField
      {...rest}
      autoComplete={question.autoComplete ?? 'off'}
      data={[{ value: '', label: t('onboarding.choose') }, ...offered]}
      value={value}
      disabled={readOnly}
      onChange={(event) => onChange(event.currentTarget.value === '' ? [] : [event.currentTarget.value])}
    />
  );
}

/** How many people speak one of these first: a list to choose from, not all there are. */
const spokenWidely =
  'ar bn ca cs da de el en es eu fa fi fr gl he hi hu id it ja ko ms nb nl pl pt pt-BR ro ru sk sv sw ta te th tl tr uk ur vi zh'.split(
    ' ',
  );

/** Its words, and what can be chosen. */
export function useQuestionTexts(question: Question, answers: Answers) {
  const { t } = useTranslation(['app', 'ui']);
  const text = useNamedText();
  const [language] = useLanguage();
  const { field, kind } = question;
  const byLabel = (a: Offered, b: Offered): number => a.label.localeCompare(b.label, language);
  const part =
    question.section === 'ADDRESS' && field !== 'country'
      ? addressFormat(answerTo(answers, 'country') ?? '').find((each) => each.part === field)
      : undefined;
  const label = (part && text(`ui:address.${part.part}.${part.label}`)) ?? text(`ui:question.${field}.label`) ?? field;
  const description = [
    text(`ui:question.${field}.why`),
    text(`ui:question.${field}.help`),
    part?.example && t('onboarding.example', { example: part.example }),
  ]
    .filter(Boolean)
    .join(' ');
  return { label, description, offered: offeredOf() };

  function offeredOf(): Offered[] {
    if (part?.choices) return part.choices.map(({ code, name }) => ({ value: code, label: name }));
    if (kind === 'COUNTRY' || (kind === 'SHARES' && !question.choices))
      return countriesByName(language).map(({ code, name }) => ({ value: code, label: name }));
    if (kind === 'LANGUAGES') {
      const names = new Intl.DisplayNames(language, { type: 'language' });
      return spokenWidely.map((tag) => ({ value: tag, label: names.of(tag) ?? tag })).toSorted(byLabel);
    }
    if (field === 'taxIdKind')
      return (question.choices?.(answers) ?? []).map((kind) => ({
        value: kind,
        label: taxIdName(answerTo(answers, 'taxCountry') ?? '', kind) ?? kind,
      }));
    const named = (question.choices?.(answers) ?? []).map((choice) => ({
      value: choice,
      label:
        text(
          `ui:answer.${field}.${choice}`,
          `ui:choice.${field}.${choice}`,
          `ui:answer.${choice}`,
          `ui:choice.${choice}`,
        ) ?? languageName(choice),
    }));
    // Of so many, one is found by the alphabet of the reader.
    return kind === 'CHOICES' ? named.toSorted(byLabel) : named;
  }
}
