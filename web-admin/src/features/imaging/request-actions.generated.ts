/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type * as Types from '@influencegen/shared-schema/contract/schema.generated';

import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type RequestActions_requestFragment = { __typename: 'ImageRequest', id: string, retriedById: string | null, viewerMoves: Array<Types.ImageRequestMove> } & { ' $fragmentName'?: 'RequestActions_requestFragment' };

export const RequestActions_requestFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"RequestActions_request"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"ImageRequest"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"retriedById"}},{"kind":"Field","name":{"kind":"Name","value":"viewerMoves"}}]}}]} as unknown as DocumentNode<RequestActions_requestFragment, unknown>;