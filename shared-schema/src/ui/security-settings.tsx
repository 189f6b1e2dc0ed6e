import { IconDeviceMobile, IconFingerprint, IconLifebuoy } from '@tabler/icons-react';
import { useId, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '../client/errors.ts';
import { hasPasskeys } from '../client/passkeys.ts';
import { useAction } from '../client/use-action.ts';
import { Button } from './button.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { TextField } from './fields.tsx';
import { useFocusHandedOn } from './focus-back.tsx';
import classes from './security-settings.module.css';
import { Since } from './since.tsx';
import { useFactorSetup, type FactorApi } from './use-factor-setup.tsx';
import { useFormat } from './use-format.tsx';

export interface SecurityApi extends FactorApi {
  removeTotp: () => Promise<void>;
  renamePasskey: (id: string, name: string) => Promise<void>;
  removePasskey: (id: string) => Promise<void>;
  renewRecoveryCodes: () => Promise<readonly string[]>;
}

export interface OwnFactors {
  authenticatorSince: string | null;
  recoveryCodesLeft: number;
  mandatory: boolean;
  passkeys: readonly OwnPasskey[];
}

interface OwnPasskey {
  id: string;
  name: string;
  backedUp: boolean;
  createdAt: string;
  lastUsedAt: string | null;
}

/** From here on somebody should make new ones. */
const fewCodes = 3;

/** Passkeys, authenticator app and recovery codes of whoever is signed in. */
export function SecuritySettings({ factors, api }: { factors: OwnFactors; api: SecurityApi }) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const passkeySetup = useFactorSetup(api, () => undefined);
  const totpSetup = useFactorSetup(api, () => undefined);
  const codesSetup = useFactorSetup(api, () => undefined);
  const { authenticatorSince, passkeys, recoveryCodesLeft, mandatory } = factors;
  const isLast = passkeys.length + (authenticatorSince === null ? 0 : 1) === 1;
  const lastStays = mandatory && isLast;

  return (
    <>
      <Section
        icon={<IconFingerprint size={20} aria-hidden />}
        title={t('security.passkeys')}
        text={t('security.passkeysText')}
      >
        {passkeys.length > 0 && (
          <ul className={classes.list}>
            {passkeys.map((passkey) => (
              <PasskeyRow key={passkey.id} passkey={passkey} api={api} stays={lastStays} />
            ))}
          </ul>
        )}
        {passkeySetup.element ??
          (hasPasskeys() ? (
            <div className={classes.actions}>
              <Button onClick={passkeySetup.startPasskey}>{t('security.addPasskey')}</Button>
            </div>
          ) : (
            <p className={classes.text}>{t('security.noPasskeys')}</p>
          ))}
      </Section>

      <Section
        icon={<IconDeviceMobile size={20} aria-hidden />}
        title={t('security.totp')}
        text={t('security.totpText')}
      >
        {authenticatorSince !== null && (
          <p className={classes.state}>{t('security.totpSince', { date: format.dateTime(authenticatorSince) })}</p>
        )}
        {totpSetup.problem && <Problem of={totpSetup.problem} />}
        {totpSetup.element ?? (
          <div className={classes.actions}>
            <Button loading={totpSetup.busy} onClick={totpSetup.startTotp}>
              {t(authenticatorSince === null ? 'security.addTotp' : 'security.replaceTotp')}
            </Button>
            {authenticatorSince !== null && (
              <Removal label={t('security.removeTotp')} stays={lastStays} remove={api.removeTotp} />
            )}
          </div>
        )}
      </Section>

      {(authenticatorSince !== null || passkeys.length > 0 || codesSetup.element) && (
        <Section
          icon={<IconLifebuoy size={20} aria-hidden />}
          title={t('security.codes')}
          text={t('security.codesText')}
        >
          {codesSetup.element ?? (
            <RenewCodes left={recoveryCodesLeft} renew={api.renewRecoveryCodes} show={codesSetup.showCodes} />
          )}
        </Section>
      )}
    </>
  );
}

export function Section({
  icon,
  title,
  text,
  children,
}: {
  icon: ReactNode;
  title: string;
  text: string;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={classes.section}>
      <h2 id={id} className={classes.title}>
        {icon}
        {title}
      </h2>
      <p className={classes.text}>{text}</p>
      {children}
    </section>
  );
}

function Problem({ of: problem }: { of: Problem }) {
  const { t } = useTranslation('ui');
  return (
    <p role="alert" className={classes.problem}>
      {t(`problem.${problem}`)}
    </p>
  );
}

function PasskeyRow({ passkey, api, stays }: { passkey: OwnPasskey; api: SecurityApi; stays: boolean }) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const [renaming, setRenaming] = useState(false);
  const { busy, problem, run } = useAction();
  const field = useRef<HTMLInputElement>(null);
  const leaveFocus = useFocusHandedOn();
  const close = (): void => {
    leaveFocus();
    setRenaming(false);
  };

  const rename = (event: FormEvent): void => {
    event.preventDefault();
    const name = field.current?.value.trim() ?? '';
    if (name === '') field.current?.focus();
    else
      run(async () => {
        await api.renamePasskey(passkey.id, name);
        close();
      });
  };

  return (
    <li className={classes.row}>
      {renaming ? (
        <form className={classes.rename} onSubmit={rename}>
          <TextField
            ref={field}
            label={t('passkey.name')}
            defaultValue={passkey.name}
            maxLength={100}
            autoFocus
            required
          />
          <div className={classes.actions}>
            <Button type="submit" variant="primary" loading={busy}>
              {t('security.save')}
            </Button>
            <Button variant="quiet" onClick={close}>
              {t('cancel')}
            </Button>
          </div>
        </form>
      ) : (
        <>
          <div className={classes.about}>
            <strong>
              <bdi>{passkey.name}</bdi>
            </strong>
            <span className={classes.text}>
              {t('security.added', { date: format.dateTime(passkey.createdAt) })}
              {passkey.lastUsedAt !== null && (
                <>
                  {' · '}
                  {t('security.used')} <Since at={passkey.lastUsedAt} />
                </>
              )}
              {passkey.backedUp && ` · ${t('security.backedUp')}`}
            </span>
          </div>
          <div className={classes.actions}>
            <Button
              variant="quiet"
              aria-label={t('security.renameOf', { name: passkey.name })}
              onClick={() => setRenaming(true)}
            >
              {t('security.rename')}
            </Button>
            <Removal
              label={t('security.removeOf', { name: passkey.name })}
              stays={stays}
              remove={() => api.removePasskey(passkey.id)}
            />
          </div>
        </>
      )}
      {problem && <Problem of={problem} />}
    </li>
  );
}

function Removal({ label, stays, remove }: { label: string; stays: boolean; remove: () => Promise<void> }) {
  const { t } = useTranslation('ui');
  const { busy, problem, run } = useAction();
  if (stays) return <p className={classes.text}>{t('security.lastStays')}</p>;
  return (
    <>
      <ConfirmButton
        label={t('security.remove')}
        aria-label={label}
        variant="quiet"
        confirm={t('security.removeSure')}
        keep={t('security.keep')}
        danger
        busy={busy}
        onConfirm={() => run(remove)}
      />
      {problem && <Problem of={problem} />}
    </>
  );
}

function RenewCodes({
  left,
  renew,
  show,
}: {
  left: number;
  renew: () => Promise<readonly string[]>;
  show: (codes: readonly string[]) => void;
}) {
  const { t } = useTranslation('ui');
  const { busy, problem, run } = useAction();
  return (
    <>
      <p className={classes.state} data-few={left <= fewCodes}>
        {t('security.codesLeft', { count: left })}
      </p>
      <div className={classes.actions}>
        <Button loading={busy} onClick={() => run(async () => show(await renew()))}>
          {t('security.renew')}
        </Button>
      </div>
      {problem && <Problem of={problem} />}
    </>
  );
}
