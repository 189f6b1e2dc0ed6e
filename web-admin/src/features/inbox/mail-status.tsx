import type { MailStatus as Status } from '@influencegen/shared-schema/contract/schema.generated';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useTranslation } from 'react-i18next';

const tones: Record<Status, Tone> = {
  QUEUED: 'neutral',
  SENDING: 'active',
  RETRYING: 'warning',
  SENT: 'positive',
  BOUNCED: 'negative',
  SUPPRESSED: 'warning',
  KEPT: 'info',
};

export function MailStatus({ status }: { status: Status }) {
  const { t } = useTranslation();
  return <StatusBadge tone={tones[status]}>{t(`outbox.status.${status}`)}</StatusBadge>;
}
