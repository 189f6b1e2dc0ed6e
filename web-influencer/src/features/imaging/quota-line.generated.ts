/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@influencegen/shared-schema/contract/schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type QuotaLine_quotaFragment = { __typename: 'ImageQuota', limit: number, used: number, remaining: number, periodStart: string, resetsAt: string } & { ' $fragmentName'?: 'QuotaLine_quotaFragment' };

export type StudioQuotaQueryVariables = Exact<{ [key: string]: never; }>;


export type StudioQuotaQuery = { imageQuota: (
    { __typename: 'ImageQuota' }
    & { ' $fragmentRefs'?: { 'QuotaLine_quotaFragment': QuotaLine_quotaFragment } }
  ) };

export const QuotaLine_quotaFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"QuotaLine_quota"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageQuota"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}}]}}]} as unknown as DocumentNode<QuotaLine_quotaFragment, unknown>;
export const StudioQuotaDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StudioQuota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"imageQuota"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"QuotaLine_quota"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"QuotaLine_quota"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageQuota"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"limit"}},{"kind":"Field","name":{"kind":"Name","value":"used"}},{"kind":"Field","name":{"kind":"Name","value":"remaining"}},{"kind":"Field","name":{"kind":"Name","value":"periodStart"}},{"kind":"Field","name":{"kind":"Name","value":"resetsAt"}}]}}]} as unknown as DocumentNode<StudioQuotaQuery, StudioQuotaQueryVariables>;