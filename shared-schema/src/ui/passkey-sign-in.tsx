import { IconFingerprint } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode, problemOf } from '../client/errors.ts';
import { answerWithPasskey, hasPasskeys, passkeyProblem } from '../client/passkeys.ts';
import { Button } from './button.tsx';
import { FormAlert } from './form-alert.tsx';
import classes from './sign-in-form.module.css';

interface PasskeySignInProps {
  options: () => Promise<string>;
  /** Rejects with the API's error; moves on by itself when it worked. */
  onAnswer: (answer: string) => Promise<void>;
}

/** In place of e-mail and password. */
export function PasskeySignIn({ options, onAnswer }: PasskeySignInProps) {
  const { t } = useTranslation('ui');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string>();
  if (!hasPasskeys()) return null;

  const signIn = async (): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await onAnswer(await answerWithPasskey(await options()));
    } catch (error) {
      const refused = passkeyProblem(error);
      if (refused) setFailure(t(`passkey.${refused}`));
      else setFailure(hasCode(error, 'UNAUTHENTICATED') ? t('passkey.unknown') : t(`problem.${problemOf(error)}`));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className={classes.form}>
      <Button loading={busy} leftSection={<IconFingerprint size={18} aria-hidden />} onClick={() => void signIn()}>
        {t('proof.passkey')}
      </Button>
      <FormAlert>{failure}</FormAlert>
    </div>
  );
}
