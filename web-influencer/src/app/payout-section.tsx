import { useTranslation } from 'react-i18next';
import { DocumentUpload } from '../features/documents/document-upload.tsx';
import { PayoutAccount } from '../features/onboarding/payout-account/payout-account.tsx';

/** The account at which somebody is paid, with the statement that can show whose it is. */
export function PayoutSection({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation();
  const statement = (
    <DocumentUpload purpose="BANK_STATEMENT" title={t('onboarding.payout.statement')} readOnly={readOnly} />
  );
  return <PayoutAccount readOnly={readOnly} statement={statement} />;
}
