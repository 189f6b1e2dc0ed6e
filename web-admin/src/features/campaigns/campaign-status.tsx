import type { CampaignStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useTranslation } from 'react-i18next';

const tones: Record<CampaignStatus, Tone> = {
  DRAFT: 'neutral',
  IN_REVIEW: 'warning',
  PUBLISHED: 'positive',
  IN_PROGRESS: 'info',
  COMPLETED: 'neutral',
  ARCHIVED: 'neutral',
  CANCELLED: 'negative',
};

export function CampaignStatusBadge({ status }: { status: CampaignStatus }) {
  const { t } = useTranslation();
  return <StatusBadge tone={tones[status]}>{t(`campaigns.status.${status}`)}</StatusBadge>;
}
