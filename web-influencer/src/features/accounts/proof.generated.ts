/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@influencegen/shared-schema/contract/schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type StudioProofKindsQueryVariables = Exact<{ [key: string]: never; }>;


export type StudioProofKindsQuery = { proofKinds: Array<Types.ProofKind> };

export type StudioPasskeyProofOptionsQueryVariables = Exact<{ [key: string]: never; }>;


export type StudioPasskeyProofOptionsQuery = { passkeyProofOptions: string };

export type StudioVerifySecondFactorMutationVariables = Exact<{
  proof: Types.ProofInput;
}>;


export type StudioVerifySecondFactorMutation = { verifySecondFactor: Types.SignInStep | null };

export type StudioStepUpMutationVariables = Exact<{
  proof: Types.ProofInput;
}>;


export type StudioStepUpMutation = { stepUp: string };


export const StudioProofKindsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StudioProofKinds"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"proofKinds"}}]}}]} as unknown as DocumentNode<StudioProofKindsQuery, StudioProofKindsQueryVariables>;
export const StudioPasskeyProofOptionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StudioPasskeyProofOptions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"passkeyProofOptions"}}]}}]} as unknown as DocumentNode<StudioPasskeyProofOptionsQuery, StudioPasskeyProofOptionsQueryVariables>;
export const StudioVerifySecondFactorDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StudioVerifySecondFactor"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"proof"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ProofInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"verifySecondFactor"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"proof"},"value":{"kind":"Variable","name":{"kind":"Name","value":"proof"}}}]}]}}]} as unknown as DocumentNode<StudioVerifySecondFactorMutation, StudioVerifySecondFactorMutationVariables>;
export const StudioStepUpDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StudioStepUp"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"proof"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ProofInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"stepUp"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"proof"},"value":{"kind":"Variable","name":{"kind":"Name","value":"proof"}}}]}]}}]} as unknown as DocumentNode<StudioStepUpMutation, StudioStepUpMutationVariables>;