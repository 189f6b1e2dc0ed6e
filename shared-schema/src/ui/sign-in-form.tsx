import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldProblems, problemOf } from '../client/errors.ts';
import { Button } from './button.tsx';
import { PasswordField, TextField } from './fields.tsx';
import { FormAlert } from './form-alert.tsx';
import classes from './sign-in-form.module.css';
import { useRetryTime } from './use-retry-time.tsx';

interface SignInFormProps {
  /** What whoever arrives has to know. Once they were kept out, why is all that counts. */
  note?: ReactNode;
  /** Rejects with the API's error; moves on by itself when it worked, or resolves with what keeps this person out. */
  onSubmit: (credentials: { email: string; password: string }) => Promise<ReactNode>;
}

type FieldErrors = Partial<Record<'email' | 'password', string>>;
type Failure = 'wrong' | 'locked' | 'offline' | 'failed';

export function SignInForm({ note, onSubmit }: SignInFormProps) {
  const { t } = useTranslation('ui');
  const retryTime = useRetryTime();
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<ReactNode>();
  const [keptOut, setKeptOut] = useState(false);
  const [busy, setBusy] = useState(false);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  const show = (found: FieldErrors): void => {
    setErrors(found);
    if (found.email) email.current?.focus();
    else if (found.password) password.current?.focus();
  };

  const keepOut = (why: ReactNode): void => {
    setFailure(why);
    setKeptOut(Boolean(why));
  };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    // Read from the inputs: a password manager may fill them without React noticing.
    const credentials = { email: email.current?.value.trim() ?? '', password: password.current?.value ?? '' };
    const missing: FieldErrors = {};
    if (!credentials.email.includes('@')) missing.email = t('field.email');
    if (!credentials.password) missing.password = t('field.REQUIRED');
    setFailure(undefined);
    show(missing);
    if (Object.keys(missing).length > 0 || busy) return;

    setBusy(true);
    try {
      keepOut(await onSubmit(credentials));
    } catch (error) {
      const refused: FieldErrors = {};
      for (const { path, code, bound } of fieldProblems(error)) {
        if (path === 'email' || path === 'password') refused[path] = t(`field.${code}`, { bound });
      }
      show(refused);
      if (Object.keys(refused).length > 0) return;
      const when = retryTime(error);
      keepOut(when === null ? t(`signIn.${failureOf(error)}`) : t('signIn.lockedUntil', { when }));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      {!keptOut && note}
      <FormAlert>{failure}</FormAlert>
      <TextField
        ref={email}
        label={t('signIn.email')}
        error={errors.email}
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        required
      />
      <PasswordField
        ref={password}
        label={t('signIn.password')}
        error={errors.password}
        name="password"
        autoComplete="current-password"
        required
      />
      <Button type="submit" variant="primary" loading={busy}>
        {t('signIn.submit')}
      </Button>
    </form>
  );
}

function failureOf(error: unknown): Failure {
  const problem = problemOf(error);
  if (problem === 'UNAUTHENTICATED' || problem === 'FORBIDDEN') return 'wrong';
  if (problem === 'RATE_LIMITED') return 'locked';
  return problem === 'UNREACHABLE' ? 'offline' : 'failed';
}
