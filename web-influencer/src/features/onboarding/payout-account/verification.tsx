import type { PayoutMethod } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { leavePage } from '../leave-page.ts';
import { useAttempt } from '../use-attempt.ts';
import { amountOf, exampleAmount } from './amount.ts';
import type { PayoutAccountViewFragment } from './payout-account.generated';
import classes from './payout-account.module.css';
import { usePayoutMoves } from './use-payout-account.ts';

type Verification = NonNullable<PayoutAccountViewFragment['verification']>;

const openStatuses = ['REQUESTED', 'OPEN', 'PROCESSING', 'NEEDS_INPUT'] as const;
type OpenStatus = (typeof openStatuses)[number];

const isOpen = (verification: Verification): verification is Verification & { status: OpenStatus } =>
  openStatuses.some((status) => status === verification.status);

interface VerifyAccountProps {
  account: PayoutAccountViewFragment;
  methods: readonly PayoutMethod[];
  /** Another way cannot be chosen now. What waits for the creator can always be done. */
  closed: boolean;
  /** Where a statement is handed in. */
  statement: ReactNode;
}

/** How the creator shows that the account is theirs: what is on its way, what came of it, and which ways there are. */
export function VerifyAccount({ account, methods, closed, statement }: VerifyAccountProps) {
  const { t } = useTranslation();
  const { verification } = account;
  const [choosing, setChoosing] = useState(false);
  if (account.status === 'VERIFIED') return null;
  const running = verification && isOpen(verification) ? verification : null;
  const showsChoice = !closed && (running === null || choosing);

  return (
    <>
      {running && <Running account={account} verification={running} statement={statement} closed={closed} />}
      {running === null && verification && verification.status !== 'CANCELLED' && (
        <p className={classes.problem}>{t(`onboarding.payout.ended.${endingOf(verification)}`)}</p>
      )}
      {showsChoice && (
        <Methods methods={methods.filter((method) => method !== running?.method)} onBegun={() => setChoosing(false)} />
      )}
      {running && !closed && !choosing && (
        <div className={classes.actions}>
          <Button variant="quiet" onClick={() => setChoosing(true)}>
            {t('onboarding.payout.otherWay')}
          </Button>
        </div>
      )}
    </>
  );
}

function endingOf({ status, method }: Verification): 'LOCKED' | 'EXPIRED' | 'STATEMENT' | 'FAILED' {
  if (status === 'LOCKED' || status === 'EXPIRED') return status;
  return method === 'STATEMENT' ? 'STATEMENT' : 'FAILED';
}

function Methods({ methods, onBegun }: { methods: readonly PayoutMethod[]; onBegun: () => void }) {
  const { t } = useTranslation();
  const moves = usePayoutMoves();
  const { busy, failure, run } = useAttempt();
  const begin = (method: PayoutMethod): void =>
    void run(method, async () => {
      const refused = await moves.verify(method);
      if (refused === null) onBegun();
      return refused;
    });
  return (
    <section aria-labelledby="payout-ways" className={classes.ways}>
      <h2 id="payout-ways">{t('onboarding.payout.ways')}</h2>
      <ul>
        {methods.map((method) => (
          <li key={method} className={classes.card}>
            <h3 id={`payout-way-${method}`}>{t(`onboarding.payout.method.${method}.title`)}</h3>
            <p>{t(`onboarding.payout.method.${method}.text`)}</p>
            <p className={classes.quiet}>{t(`onboarding.payout.method.${method}.time`)}</p>
            <Button
              aria-describedby={`payout-way-${method}`}
              loading={busy === method}
              disabled={busy !== null && busy !== method}
              onClick={() => begin(method)}
            >
              {t('onboarding.payout.begin')}
            </Button>
          </li>
        ))}
      </ul>
      <FormAlert>{failure}</FormAlert>
    </section>
  );
}

interface RunningProps {
  account: PayoutAccountViewFragment;
  verification: Verification & { status: OpenStatus };
  statement: ReactNode;
  closed: boolean;
}

function Running({ account, verification, statement, closed }: RunningProps) {
  const { t } = useTranslation();
  switch (verification.method) {
    case 'STATEMENT':
      return (
        <>
          <h2 className={classes.heading}>{t('onboarding.payout.method.STATEMENT.title')}</h2>
          <p>{t('onboarding.payout.statementText')}</p>
          {statement}
        </>
      );
    case 'PROVIDER':
      return <AtProvider verification={verification} closed={closed} />;
    case 'MICRO_DEPOSITS':
      return verification.status === 'OPEN' ? (
        <Amounts account={account} verification={verification} />
      ) : (
        <p role="status" className={classes.note}>
          {t('onboarding.payout.depositsOrdered')}
        </p>
      );
  }
}

function AtProvider({ verification, closed }: { verification: RunningProps['verification']; closed: boolean }) {
  const { t } = useTranslation();
  const moves = usePayoutMoves();
  const { busy, failure, run } = useAttempt();
  const { status, url } = verification;
  const waiting = status === 'REQUESTED' || status === 'PROCESSING';
  return (
    <div className={classes.card}>
      <p role="status">
        {t(`onboarding.payout.provider.${verification.problem === 'other_bank_account' ? 'OTHER_ACCOUNT' : status}`)}
      </p>
      {!waiting && !closed && (
        <div className={classes.actions}>
          {url === null ? (
            <Button loading={busy !== null} onClick={() => void run('link', () => moves.verify('PROVIDER'))}>
              {t('onboarding.payout.provider.again')}
            </Button>
          ) : (
            <Button variant="primary" onClick={() => leavePage.to(url)}>
              {t('onboarding.payout.provider.go')}
            </Button>
          )}
        </div>
      )}
      <FormAlert>{failure}</FormAlert>
    </div>
  );
}

function Amounts({ account, verification }: { account: PayoutAccountViewFragment; verification: Verification }) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const format = useFormat();
  const moves = usePayoutMoves();
  const { busy, failure, run } = useAttempt();
  const form = useRef<HTMLFormElement>(null);
  const [typed, setTyped] = useState(['', '']);
  const [asked, setAsked] = useState(false);
  const { currency } = account;
  const amounts = typed.map((text) => amountOf(text, currency));
  const example = exampleAmount(language, currency);
  const tries = verification.triesLeft ?? 0;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    const missing = amounts.findIndex((amount) => amount === null);
    if (missing >= 0) return form.current?.querySelectorAll('input')[missing]?.focus();
    void run('confirm', () => moves.confirm(amounts.filter((amount) => amount !== null)));
  };

  return (
    <form
      ref={form}
      className={classes.card}
      onSubmit={submit}
      noValidate
      aria-label={t('onboarding.payout.amountsTitle')}
    >
      <h2>{t('onboarding.payout.amountsTitle')}</h2>
      <p>{t('onboarding.payout.amountsText', { account: account.masked })}</p>
      <div className={classes.amounts}>
        {typed.map((text, i) => (
          <TextField
            // Two of a kind, by their place.
            key={i}
            name={`amount${i + 1}`}
            label={t(i === 0 ? 'onboarding.payout.firstAmount' : 'onboarding.payout.secondAmount', { currency })}
            description={t('onboarding.example', { example })}
            inputMode="decimal"
            autoComplete="off"
            value={text}
            error={asked && amounts[i] === null && t('onboarding.payout.amountWrong', { example })}
            onChange={({ currentTarget }) => setTyped(typed.map((each, at) => (at === i ? currentTarget.value : each)))}
          />
        ))}
      </div>
      <p className={classes.quiet}>
        {t('onboarding.payout.triesLeft', { count: tries })}{' '}
        {verification.expiresAt !== null && t('onboarding.payout.until', { date: format.date(verification.expiresAt) })}
      </p>
      <FormAlert>{failure}</FormAlert>
      <div className={classes.actions}>
        <Button type="submit" variant="primary" loading={busy !== null}>
          {t('onboarding.payout.confirm')}
        </Button>
      </div>
    </form>
  );
}
