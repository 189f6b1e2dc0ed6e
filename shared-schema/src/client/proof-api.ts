import type { ApolloClient } from '@apollo/client';
import type { ProofInput } from '../contract/schema.generated.ts';
import type { ProofApi } from '../ui/proof-form.tsx';
import {
  PasskeyProofOptionsDocument,
  ProofKindsDocument,
  StepUpDocument,
  VerifySecondFactorDocument,
} from './proof.generated.ts';

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
