import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldProblems, problemOf, type FieldProblem } from '../client/errors.ts';
import { focusBackTo } from './focus-back.tsx';

export type FieldErrors<Field extends string> = Partial<Record<Field, string>>;

/** What keeps a form from being done. Nothing: it was done. */
export interface FormOutcome<Field extends string> {
  errors?: FieldErrors<Field>;
  failure?: ReactNode;
}

interface Submission<Field extends string> {
  busy: boolean;
  errors: FieldErrors<Field>;
  failure: ReactNode;
  /** For `onSubmit`: one try at a time; the first field with an error gets the focus, else it goes back to the button. */
  submit: (event: FormEvent<HTMLFormElement>) => void;
}

/** The life of a small form: what is missing is said before anything is sent, what the API refuses afterwards, by field. */
export function useSubmit<Field extends string>(
  missing: (form: FormData) => FieldErrors<Field>,
  send: (form: FormData) => Promise<FormOutcome<Field> | null>,
): Submission<Field> {
  const { t } = useTranslation('ui');
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<FieldErrors<Field>>({});
  const [failure, setFailure] = useState<ReactNode>(null);
  const submitter = useRef<HTMLElement>(null);

  // Something else may have taken the form's place, and the button's that was pressed.
  useEffect(() => {
    if (!busy) return undefined;
    return () => {
      if (document.activeElement === document.body) focusBackTo(submitter.current);
    };
  }, [busy]);

  const show = (form: HTMLFormElement, outcome: FormOutcome<Field>): void => {
    setErrors(outcome.errors ?? {});
    setFailure(outcome.failure ?? null);
    const [first] = Object.keys(outcome.errors ?? {});
    if (first !== undefined) form.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
  };
  const refusal = (form: HTMLFormElement, error: unknown): FormOutcome<Field> => {
    const fields = fieldProblems(error);
    const isAsked = ({ path }: FieldProblem): boolean => form.elements.namedItem(path) !== null;
    if (!fields.some(isAsked)) return { failure: t(`problem.${problemOf(error)}`) };
    return {
      errors: Object.fromEntries(
        fields.map(({ path, code, bound }) => [
          path,
          // A limit that nobody named, such as a moment, is no limit to tell.
          bound === undefined && code.startsWith('TOO_') ? t('field.MALFORMED') : t(`field.${code}`, { bound }),
        ]),
      ) as FieldErrors<Field>,
    };
  };
  const attempt = async (form: HTMLFormElement): Promise<void> => {
    // Read from the inputs: a password manager may fill them without React noticing.
    const data = new FormData(form);
    const found = missing(data);
    show(form, { errors: found });
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      show(form, (await send(data)) ?? {});
    } catch (error) {
      show(form, refusal(form, error));
    } finally {
      setBusy(false);
    }
  };
  return {
    busy,
    errors,
    failure,
    submit: (event) => {
      event.preventDefault();
      if (busy) return;
      submitter.current = (event.nativeEvent as SubmitEvent).submitter;
      void attempt(event.currentTarget);
    },
  };
}

/** Of a text field; passwords are taken as they are. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
