import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmEmailChangeDocument, UndoEmailChangeDocument } from '../client/email-change.generated.ts';
import { Button } from './button.tsx';
import { DoorHeading } from './door.tsx';
import { PasswordField } from './fields.tsx';
import { FormAlert, FormNote } from './form-alert.tsx';
import { useLinkToken } from './use-link-token.tsx';
import classes from './sign-in-form.module.css';
import { textOf, useSubmit } from './use-submit.tsx';

/** Where the link to a new address leads: with the password, the account moves to it. */
export function NewAddress() {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const token = useLinkToken();
  const [usedUp, setUsedUp] = useState(token === '');
  const [email, setEmail] = useState<string>();
  const { busy, errors, failure, submit } = useSubmit<'password'>(
    (form) => (textOf(form, 'password') ? {} : { password: t('field.REQUIRED') }),
    async (form) => {
      const { data } = await client.mutate({
        mutation: ConfirmEmailChangeDocument,
        variables: { token, password: textOf(form, 'password') },
      });
      const outcome = data!.confirmEmailChange;
      if (outcome.__typename === 'WrongPassword') return { errors: { password: t('password.wrong') } };
      if (outcome.__typename === 'EmailChanged') setEmail(outcome.email);
      else setUsedUp(true);
      return null;
    },
  );
  if (usedUp || email !== undefined)
    return (
      <>
        <DoorHeading title={t('door.newAddress.title')} />
        <FormAlert>{usedUp && t('door.newAddress.usedUp')}</FormAlert>
        {email !== undefined && <FormNote>{t('door.newAddress.done', { email })}</FormNote>}
        <Button component={Link} to="/" variant="primary">
          {t('door.newAddress.on')}
        </Button>
      </>
    );
  return (
    <>
      <DoorHeading title={t('door.newAddress.title')}>{t('door.newAddress.text')}</DoorHeading>
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

/** Where the link to a former address leads. Pressing is needed: programs that look through mail open every link. */
export function FormerAddress() {
  const { t } = useTranslation('ui');
  const client = useApolloClient();
  const token = useLinkToken();
  const [usedUp, setUsedUp] = useState(token === '');
  const [email, setEmail] = useState<string>();
  const { busy, failure, submit } = useSubmit<never>(
    () => ({}),
    async () => {
      const { data } = await client.mutate({ mutation: UndoEmailChangeDocument, variables: { token } });
      const outcome = data!.undoEmailChange;
      if (outcome.__typename === 'EmailChanged') setEmail(outcome.email);
      else setUsedUp(true);
      return null;
    },
  );
  const open = !usedUp && email === undefined;
  return (
    <>
      <DoorHeading title={t('door.formerAddress.title')}>{open ? t('door.formerAddress.text') : undefined}</DoorHeading>
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
