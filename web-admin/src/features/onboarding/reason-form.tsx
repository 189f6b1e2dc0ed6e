import { Button } from '@influencegen/shared-schema/ui/button';
import { TextAreaField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShortcuts } from '../../ui/use-shortcuts';
import type { OfferedReason } from './use-reasons';
import classes from './review.module.css';
import { useTellTyped, type Typed } from './use-typed';

export interface Reasons {
  reasons: string[];
  note: string | null;
}

type Said = Readonly<{ reasons: readonly string[]; note: string | null }>;

export const isSameReason = (one: Said, other: Said): boolean =>
  JSON.stringify(one.reasons.toSorted()) === JSON.stringify(other.reasons.toSorted()) &&
  (one.note?.trim() ?? null) === (other.note?.trim() ?? null);

interface ReasonFormProps {
  legend: string;
  noteLabel: string;
  /** What is said when the note is needed and missing. */
  noteMissing?: string;
  /** Or what it is, from what was said so far. */
  submitLabel: string | ((why: Reasons) => string);
  offered: readonly OfferedReason[];
  /** Something else is reason enough. */
  optional?: boolean;
  initial?: Said | null;
  typed: Typed;
  /** Why it cannot be sent now, though it is kept. */
  unsent: string | null;
  /** Of what else is asked, something was changed. */
  elseChanged?: boolean;
  busy?: boolean;
  onSubmit: (reasons: Reasons) => void;
  onCancel: () => void;
  /** What else is asked, before the buttons. */
  children?: ReactNode;
}

const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Why: boxes that digits tick, words of one's own, Enter to send. */
export function ReasonForm(props: ReasonFormProps) {
  const {
    legend,
    noteLabel,
    noteMissing,
    submitLabel,
    offered,
    optional = false,
    initial,
    typed,
    unsent,
    elseChanged = false,
    busy = false,
    onSubmit,
    onCancel,
    children,
  } = props;
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<readonly string[]>(initial?.reasons ?? []);
  const [text, setText] = useState(initial?.note ?? '');
  const why: Reasons = { reasons: [...chosen], note: text.trim() === '' ? null : text };
  const before = initial ?? { reasons: [], note: null };
  useTellTyped(typed, elseChanged || !isSameReason(why, before));
  const [missing, setMissing] = useState(false);
  const [unsaid, setUnsaid] = useState(false);
  const toggle = (code: string): void =>
    setChosen((before) => (before.includes(code) ? before.filter((each) => each !== code) : [...before, code]));
  const place = useRef<HTMLFormElement>(null);
  const byDigits = Object.fromEntries(
    offered.slice(0, digits.length).map(({ code }, i) => [digits[i]!, () => toggle(code)]),
  );
  useShortcuts(byDigits, place);

  return (
    // Keys of the form as a whole, beside those of its fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      ref={place}
      className={classes.reasons}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          // Of a panel that it stands in, it ends no more than itself.
          event.preventDefault();
          typed.askFirst(onCancel);
        }
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (unsent !== null) return;
        const lacksNote = noteMissing !== undefined && why.note === null;
        const lacksReason = chosen.length === 0 && !optional;
        setMissing(lacksReason);
        setUnsaid(lacksNote);
        if (!lacksReason && !lacksNote) onSubmit(why);
      }}
    >
      <fieldset>
        <legend>{legend}</legend>
        {offered.map(({ code, text }, i) => (
          <label key={code} className={classes.reason}>
            <input
              type="checkbox"
              checked={chosen.includes(code)}
              // The picker was asked for by a key: the next one ticks.
              autoFocus={i === 0}
              onChange={() => toggle(code)}
            />
            {i < digits.length && <kbd aria-hidden>{digits[i]}</kbd>}
            <span>{text}</span>
          </label>
        ))}
      </fieldset>
      <p role="alert" className={classes.missing}>
        {missing && chosen.length === 0 ? t('reviews.reasonMissing') : ''}
      </p>
      <TextAreaField
        label={noteLabel}
        maxLength={2000}
        minRows={2}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        aria-required={noteMissing !== undefined}
        error={unsaid && noteMissing}
      />
      {children}
      <FormAlert>{unsent}</FormAlert>
      <div className={classes.buttons}>
        {unsent === null && (
          <Button type="submit" variant="primary" loading={busy}>
            {typeof submitLabel === 'string' ? submitLabel : submitLabel(why)}
          </Button>
        )}
        <Button variant="quiet" onClick={() => typed.askFirst(onCancel)}>
          {t('reviews.cancel')}
        </Button>
      </div>
    </form>
  );
}
