import { useState, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from './button.tsx';
import { PasswordField } from './fields.tsx';
import { FormAlert, FormNote } from './form-alert.tsx';
import classes from './sign-in-form.module.css';
import { textOf, useSubmit } from './use-submit.tsx';

type Heading = ComponentType<{ title: string; children?: ReactNode }>;

export type NewAddressOutcome = { kind: 'changed'; email: string } | { kind: 'wrongPassword' } | { kind: 'usedUp' };

interface NewAddressProps {
  heading: Heading;
  token: string;
  confirm: (password: string) => Promise<NewAddressOutcome>;
}

/** Where the link to a new address leads: with the password, the account moves to it. */
export function NewAddress({ heading: Title, token, confirm }: NewAddressProps) {
  const { t } = useTranslation('ui');
  const [usedUp, setUsedUp] = useState(token === '');
  const [email, setEmail] = useState<string>();
  const { busy, errors, failure, submit } = useSubmit<'password'>(
    (form) => (textOf(form, 'password') ? {} : { password: t('field.REQUIRED') }),
    async (form) => {
      const outcome = await confirm(textOf(form, 'password'));
      if (outcome.kind === 'wrongPassword') return { errors: { password: t('password.wrong') } };
      if (outcome.kind === 'changed') setEmail(outcome.email);
      else setUsedUp(true);
      return null;
    },
  );
  if (usedUp || email !== undefined)
    return (
      <>
        <Title title={t('door.newAddress.title')} />
        <FormAlert>{usedUp && t('door.newAddress.usedUp')}</FormAlert>
        {email !== undefined && <FormNote>{t('door.newAddress.done', { email })}</FormNote>}
        <Button component={Link} to="/" variant="primary">
          {t('door.newAddress.on')}
        </Button>
      </>
    );
  return (
    <>
      <Title title={t('door.newAddress.title')}>{t('door.newAddress.text')}</Title>
      <form className={classes.form} noValidate onSubmit={submit}>
        <FormAlert>{failure}</FormAlert>
        <PasswordField
          label={t('password.current')}
          name="password"
          autoComplete="current-password"
          error={errors.password}
          autoFocus
          required
        />
        <Button type="submit" variant="primary" loading={busy}>
          {t('door.newAddress.submit')}
        </Button>
      </form>
    </>
  );
}

interface FormerAddressProps {
  heading: Heading;
  token: string;
  /** Resolves with the address that holds again; null: the link cannot be used. */
  undo: () => Promise<string | null>;
}

/** Where the link to a former address leads. Pressing is needed: programs that look through mail open every link. */
export function FormerAddress({ heading: Title, token, undo }: FormerAddressProps) {
  const { t } = useTranslation('ui');
  const [usedUp, setUsedUp] = useState(token === '');
  const [email, setEmail] = useState<string>();
  const { busy, failure, submit } = useSubmit<never>(
    () => ({}),
    async () => {
      const restored = await undo();
      if (restored === null) setUsedUp(true);
      else setEmail(restored);
      return null;
    },
  );
  const open = !usedUp && email === undefined;
  return (
    <>
      <Title title={t('door.formerAddress.title')}>{open ? t('door.formerAddress.text') : undefined}</Title>
      <FormAlert>{usedUp ? t('door.formerAddress.usedUp') : failure}</FormAlert>
      {email !== undefined && <FormNote>{t('door.formerAddress.done', { email })}</FormNote>}
      {open && (
        <form className={classes.form} noValidate onSubmit={submit}>
          <Button type="submit" variant="primary" loading={busy}>
            {t('door.formerAddress.submit')}
          </Button>
        </form>
      )}
    </>
  );
}
