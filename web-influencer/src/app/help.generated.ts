/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@influencegen/shared-schema/contract/schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type StudioHelpFactsQueryVariables = Exact<{ [key: string]: never; }>;


export type StudioHelpFactsQuery = { joiningRules: { __typename: 'JoiningRules', minimumAge: number, reviewHours: number, reminderDays: Array<number>, handOffMinutes: number, handOffHours: number, socialCodeHours: number, socialStaffDays: number, depositTries: number, depositDays: number }, documentRules: { __typename: 'DocumentRules', types: Array<string>, maxBytes: number, maxPages: number } };


export const StudioHelpFactsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StudioHelpFacts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"joiningRules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"minimumAge"}},{"kind":"Field","name":{"kind":"Name","value":"reviewHours"}},{"kind":"Field","name":{"kind":"Name","value":"reminderDays"}},{"kind":"Field","name":{"kind":"Name","value":"handOffMinutes"}},{"kind":"Field","name":{"kind":"Name","value":"handOffHours"}},{"kind":"Field","name":{"kind":"Name","value":"socialCodeHours"}},{"kind":"Field","name":{"kind":"Name","value":"socialStaffDays"}},{"kind":"Field","name":{"kind":"Name","value":"depositTries"}},{"kind":"Field","name":{"kind":"Name","value":"depositDays"}}]}},{"kind":"Field","name":{"kind":"Name","value":"documentRules"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"types"}},{"kind":"Field","name":{"kind":"Name","value":"maxBytes"}},{"kind":"Field","name":{"kind":"Name","value":"maxPages"}}]}}]}}]} as unknown as DocumentNode<StudioHelpFactsQuery, StudioHelpFactsQueryVariables>;