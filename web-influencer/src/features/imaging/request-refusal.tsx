import { QuotaRefusal } from './quota-refusal.tsx';
import type { RetryMyRequestMutation } from './request-actions.generated';
import type { RequestImagesMutation } from './studio-form.generated';
import { TermsRefusal } from './terms-refusal.tsx';

type Answer = RequestImagesMutation['requestImages'] | RetryMyRequestMutation['retryImageRequest'];
export type Refusal = Exclude<Answer, { __typename: 'ImageRequest' }>;

/** Why nothing was asked for. `asking`: how many pictures it would have been. */
export const RequestRefusal = ({ refusal, asking }: { refusal: Refusal; asking: number }) =>
  refusal.__typename === 'TermsToAccept' ? (
    <TermsRefusal terms={refusal.terms} />
  ) : (
    <QuotaRefusal quota={refusal.quota} asking={asking} />
  );
