import type { ImageRequestCanceller, ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { useTranslation } from 'react-i18next';

interface EndedRequest {
  status: ImageRequestStatus;
  cancelledBy: ImageRequestCanceller | null;
  failure: { code: string } | null;
  images: readonly unknown[];
}

const explained = ['AI_ERROR', 'DISPATCH_GAVE_UP', 'DISPATCH_REFUSED', 'DELIVERY_REFUSED', 'RENDER_ERROR'] as const;

/** Why nothing came of a request, or not everything, and what that cost. */
export function useShortfallText(): (request: EndedRequest) => string {
  const { t } = useTranslation();
  return ({ status, cancelledBy, failure, images }) => {
    const charged = t(images.length > 0 ? 'request.partlyCharged' : 'request.notCharged');
    if (status === 'TIMED_OUT') return t('request.TIMED_OUT', { charged });
    if (status === 'CANCELLED') return t(`request.CANCELLED.${cancelledBy ?? 'other'}`, { charged });
    const reason = explained.find((code) => code === failure?.code) ?? 'other';
    return t(`request.FAILED.${reason}`, { charged });
  };
}
