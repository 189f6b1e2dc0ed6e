/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@influencegen/shared-schema/contract/schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type StudioSupportAccessQueryVariables = Exact<{ [key: string]: never; }>;


export type StudioSupportAccessQuery = { supportAccessUntil: string | null };

export type StudioAllowSupportAccessMutationVariables = Exact<{
  hours: number;
}>;


export type StudioAllowSupportAccessMutation = { allowSupportAccess: string };

export type StudioWithdrawSupportAccessMutationVariables = Exact<{ [key: string]: never; }>;


export type StudioWithdrawSupportAccessMutation = { withdrawSupportAccess: boolean };


export const StudioSupportAccessDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StudioSupportAccess"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"supportAccessUntil"}}]}}]} as unknown as DocumentNode<StudioSupportAccessQuery, StudioSupportAccessQueryVariables>;
export const StudioAllowSupportAccessDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StudioAllowSupportAccess"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"hours"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"allowSupportAccess"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"hours"},"value":{"kind":"Variable","name":{"kind":"Name","value":"hours"}}}]}]}}]} as unknown as DocumentNode<StudioAllowSupportAccessMutation, StudioAllowSupportAccessMutationVariables>;
export const StudioWithdrawSupportAccessDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"StudioWithdrawSupportAccess"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"withdrawSupportAccess"}}]}}]} as unknown as DocumentNode<StudioWithdrawSupportAccessMutation, StudioWithdrawSupportAccessMutationVariables>;