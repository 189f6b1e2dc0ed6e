import type { ApolloClient } from '@apollo/client';
import type { ProofInput } from '@influencegen/shared-schema/contract/schema.generated';
import type { ProofApi } from '@influencegen/shared-schema/ui/proof-form';
import {
  PasskeyProofOptionsDocument,
  ProofKindsDocument,
  StepUpDocument,
  VerifySecondFactorDocument,
} from './proof.generated';

const asking = (client: ApolloClient): Omit<ProofApi, 'prove'> => ({
  async kinds() {
    const { data } = await client.query({ query: ProofKindsDocument, fetchPolicy: 'no-cache' });
    return data!.proofKinds;
  },
  async passkeyOptions() {
    const { data } = await client.query({ query: PasskeyProofOptionsDocument, fetchPolicy: 'no-cache' });
    return data!.passkeyProofOptions;
  },
});

/** In the middle of the work. */
export const stepUpApi = (client: ApolloClient): ProofApi => ({
  ...asking(client),
  async prove(proof: ProofInput) {
    await client.mutate({ mutation: StepUpDocument, variables: { proof } });
  },
});

/** As the second step of a sign-in. */
export const secondFactorApi = (client: ApolloClient, onDone: () => Promise<void>): ProofApi => ({
  ...asking(client),
  async prove(proof: ProofInput) {
    await client.mutate({ mutation: VerifySecondFactorDocument, variables: { proof } });
    await onDone();
  },
});
