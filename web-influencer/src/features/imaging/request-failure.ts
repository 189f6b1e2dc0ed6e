import type { ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { useTranslation } from 'react-i18next';

interface FailedRequest {
  status: ImageRequestStatus;
  failure: { code: string } | null;
  images: readonly unknown[];
}

const explained = ['AI_ERROR', 'DISPATCH_GAVE_UP', 'DISPATCH_REFUSED', 'DELIVERY_REFUSED', 'RENDER_ERROR'] as const;

/** Why nothing came of a request, or not everything, and what that cost. */
export function useFailureText(): (request: FailedRequest) => string {
  const { t } = useTranslation();
  return ({ status, failure, images }) => {
    const reason = explained.find((code) => code === failure?.code) ?? 'other';
    const charged = t(images.length > 0 ? 'request.partlyCharged' : 'request.notCharged');
    return t(status === 'TIMED_OUT' ? 'request.TIMED_OUT' : `request.FAILED.${reason}`, { charged });
  };
}
