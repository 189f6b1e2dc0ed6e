import type { AccountStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useTranslation } from 'react-i18next';

const tones: Record<AccountStatus, Tone> = {
  ACTIVE: 'positive',
  INVITED: 'info',
  UNVERIFIED: 'warning',
  DEACTIVATED: 'neutral',
};

export function AccountStatusBadge({ status, locked }: { status: AccountStatus; locked: boolean }) {
  const { t } = useTranslation();
  if (locked) return <StatusBadge tone="negative">{t('people.locked')}</StatusBadge>;
  return <StatusBadge tone={tones[status]}>{t(`people.status.${status}`)}</StatusBadge>;
}
