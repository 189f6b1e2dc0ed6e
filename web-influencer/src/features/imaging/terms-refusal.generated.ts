/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@influencegen/shared-schema/contract/schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type TermsRefusal_refusalFragment = { __typename: 'TermsToAccept', terms: Array<{ __typename: 'TermsName', id: string, title: string }> } & { ' $fragmentName'?: 'TermsRefusal_refusalFragment' };

export const TermsRefusal_refusalFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"TermsRefusal_refusal"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TermsToAccept"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"terms"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}}]}}]} as unknown as DocumentNode<TermsRefusal_refusalFragment, unknown>;