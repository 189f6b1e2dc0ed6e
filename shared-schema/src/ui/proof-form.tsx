import { IconFingerprint } from '@tabler/icons-react';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { hasCode, problemOf } from '../client/errors.ts';
import { answerWithPasskey, hasPasskeys, passkeyProblem } from '../client/passkeys.ts';
import type { ProofInput, ProofKind } from '../contract/schema.generated.ts';
import { Button } from './button.tsx';
import { PasswordField, TextField } from './fields.tsx';
import { FormAlert } from './form-alert.tsx';
import classes from './sign-in-form.module.css';
import { Lines, Skeleton } from './skeleton.tsx';
import { useRetryTime } from './use-retry-time.tsx';

export interface ProofApi {
  kinds: () => Promise<readonly ProofKind[]>;
  passkeyOptions: () => Promise<string>;
  /** Rejects with the API's error; moves on by itself when it worked. */
  prove: (proof: ProofInput) => Promise<void>;
}

type Typed = Exclude<ProofKind, 'PASSKEY'>;
const inputs = { CODE: 'code', RECOVERY_CODE: 'recoveryCode', PASSWORD: 'password' } as const;

/** Asks somebody to show who they are, in the way they choose among those they have set up. */
export function ProofForm({ api, children }: { api: ProofApi; children?: ReactNode }) {
  const { t } = useTranslation('ui');
  const retryTime = useRetryTime();
  const [kinds, setKinds] = useState<readonly ProofKind[]>();
  const [chosen, setChosen] = useState<Typed>();
  const [busy, setBusy] = useState<'passkey' | 'typed'>();
  const [fieldError, setFieldError] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let here = true;
    api.kinds().then(
      (found) => here && setKinds(found),
      (error: unknown) => here && setFailure(t(`problem.${problemOf(error)}`)),
    );
    return () => {
      here = false;
    };
    // Asked when it opens, and again by hand: `api` is made anew with each rendering.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [attempt]);

  if (!kinds)
    return failure === undefined ? (
      <Skeleton>
        <Lines count={2} height="2.25rem" />
      </Skeleton>
    ) : (
      <div className={classes.form}>
        <FormAlert>{failure}</FormAlert>
        <Button
          onClick={() => {
            setFailure(undefined);
            setAttempt(attempt + 1);
          }}
        >
          {t('retry')}
        </Button>
      </div>
    );

  const typed = kinds.filter((kind): kind is Typed => kind !== 'PASSKEY');
  const offersPasskey = kinds.includes('PASSKEY') && hasPasskeys();
  const shown = chosen ?? (typed[0] === 'RECOVERY_CODE' && offersPasskey ? undefined : typed[0]);

  const attemptWith = async (way: 'passkey' | 'typed', proof: () => Promise<ProofInput>): Promise<void> => {
    if (busy) return;
    setBusy(way);
    setFieldError(undefined);
    setFailure(undefined);
    try {
      await api.prove(await proof());
    } catch (error) {
      const refused = passkeyProblem(error);
      const when = retryTime(error);
      if (refused) setFailure(t(`passkey.${refused}`));
      else if (when !== null) setFailure(t('proof.lockedUntil', { when }));
      else if (hasCode(error, 'RATE_LIMITED')) setFailure(t('proof.locked'));
      else if (!hasCode(error, 'BAD_USER_INPUT')) setFailure(t(`problem.${problemOf(error)}`));
      else if (way === 'passkey') setFailure(t('passkey.failed'));
      else {
        setFieldError(t(`proof.wrong.${shown!}`));
        field.current?.focus();
        field.current?.select();
      }
    } finally {
      setBusy(undefined);
    }
  };

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const text = field.current?.value ?? '';
    if (text.trim() === '') {
      setFieldError(t('field.REQUIRED'));
      field.current?.focus();
    } else void attemptWith('typed', async () => ({ [inputs[shown!]]: text }));
  };

  const look = { ref: field, name: 'proof', error: fieldError, autoFocus: true, required: true } as const;
  return (
    <form noValidate className={classes.form} onSubmit={submit}>
      <FormAlert>{failure}</FormAlert>
      {offersPasskey && (
        <Button
          variant={shown ? 'secondary' : 'primary'}
          autoFocus={!shown}
          loading={busy === 'passkey'}
          leftSection={<IconFingerprint size={18} aria-hidden />}
          onClick={() =>
            void attemptWith('passkey', async () => ({ passkey: await answerWithPasskey(await api.passkeyOptions()) }))
          }
        >
          {t('proof.passkey')}
        </Button>
      )}
      {shown === 'CODE' && (
        <TextField
          key={shown}
          {...look}
          label={t('proof.CODE')}
          description={t('proof.hint.CODE')}
          inputMode="numeric"
          autoComplete="one-time-code"
        />
      )}
      {shown === 'RECOVERY_CODE' && (
        <TextField
          key={shown}
          {...look}
          label={t('proof.RECOVERY_CODE')}
          description={t('proof.hint.RECOVERY_CODE')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
      )}
      {shown === 'PASSWORD' && (
        <PasswordField key={shown} {...look} label={t('proof.PASSWORD')} autoComplete="current-password" />
      )}
      {shown && (
        <Button type="submit" variant="primary" loading={busy === 'typed'}>
          {t('proof.submit')}
        </Button>
      )}
      {typed
        .filter((kind) => kind !== shown)
        .map((kind) => (
          <Button
            key={kind}
            variant="quiet"
            onClick={() => {
              setChosen(kind);
              setFieldError(undefined);
            }}
          >
            {t(`proof.use.${kind}`)}
          </Button>
        ))}
      {children}
    </form>
  );
}
