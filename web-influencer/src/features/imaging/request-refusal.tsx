import { QuotaRefusal } from './quota-refusal.tsx';
import type { RetryMyRequestMutation } from './request-actions.generated';
import type { RequestImagesMutation } from './studio-form.generated';
import { TermsRefusal } from './terms-refusal.tsx';

type Answer = RequestImagesMutation['requestImages'] | RetryMyRequestMutation['retryImageRequest'];
export type Refusal = Exclude<Answer, { __typename: 'ImageRequest' }>;

/** Why nothing was asked for. */
export const RequestRefusal = ({ refusal }: { refusal: Refusal }) =>
  refusal.__typename === 'TermsToAccept' ? (
    <TermsRefusal terms={refusal.terms} />
  ) : (
    <QuotaRefusal quota={refusal.quota} />
  );
