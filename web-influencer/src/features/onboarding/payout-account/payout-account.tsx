import { countryName } from '@influencegen/shared-schema/contract/countries';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountForm } from './account-form.tsx';
import type { PayoutAccountViewFragment } from './payout-account.generated';
import classes from './payout-account.module.css';
import { usePayoutSetup } from './use-payout-account.ts';
import { VerifyAccount } from './verification.tsx';

interface PayoutAccountProps {
  readOnly: boolean;
  /** Where a statement of the bank is handed in. */
  statement: ReactNode;
}

/** Where the creator is paid: the account, whether it is verified, and another one in its place. */
export function PayoutAccount({ readOnly, statement }: PayoutAccountProps) {
  const { t } = useTranslation();
  const { current, inForce, methods } = usePayoutSetup();
  const [changing, setChanging] = useState(false);

  if (changing || (current === null && !readOnly))
    return (
      <AccountForm onSaved={() => setChanging(false)} onCancel={current === null ? null : () => setChanging(false)} />
    );
  if (current === null) return <p className={classes.quiet}>{t('onboarding.payout.none')}</p>;
  return (
    <div className={classes.payout}>
      <Account account={current} />
      {inForce !== null && inForce.id !== current.id && (
        <p className={classes.note}>{t('onboarding.payout.stillPaidTo', { account: inForce.masked })}</p>
      )}
      <VerifyAccount
        key={current.id}
        account={current}
        methods={methods}
        closed={readOnly && !current.accepted}
        statement={statement}
      />
      {!readOnly && (
        <div className={classes.actions}>
          <Button onClick={() => setChanging(true)}>{t('onboarding.payout.change')}</Button>
        </div>
      )}
    </div>
  );
}

const tones: Record<PayoutAccountViewFragment['status'], Tone> = {
  UNVERIFIED: 'neutral',
  VERIFYING: 'info',
  VERIFIED: 'positive',
  FAILED: 'warning',
  REPLACED: 'neutral',
};

function Account({ account }: { account: PayoutAccountViewFragment }) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  return (
    <section className={classes.card} aria-label={t('onboarding.payout.account')}>
      <p className={classes.number}>
        {account.masked}
        <StatusBadge tone={tones[account.status]}>{t(`onboarding.payout.status.${account.status}`)}</StatusBadge>
      </p>
      <p className={classes.quiet}>
        {account.holderName} · {countryName(account.country, language)} · {account.currency}
      </p>
    </section>
  );
}
