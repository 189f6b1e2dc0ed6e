import './masking-types.ts';
import { ApolloClient, InMemoryCache, type ApolloLink } from '@apollo/client';
import possibleTypes from '../contract/possible-types.generated.ts';
import { cursorPages } from './cursor-pages.ts';

const onePerViewer = { keyFields: [] } as const;

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: possibleTypes.possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          images: cursorPages(),
          imageRequests: cursorPages(['filter', 'order']),
          deadLetters: cursorPages(),
          image: {
            read: (known, { args, toReference }) => known ?? toReference({ __typename: 'Image', id: args?.id }),
          },
          imageRequest: {
            read: (known, { args, toReference }) => known ?? toReference({ __typename: 'ImageRequest', id: args?.id }),
          },
        },
      },
      // One of each for the person looking: whoever reads it, also inside a refusal, renews it on every screen.
      ImageQuota: onePerViewer,
      ImagingOverview: onePerViewer,
      Health: onePerViewer,
      Studio: onePerViewer,
      HealthCheck: { keyFields: ['name'] },
      JobQueue: { keyFields: ['name'] },
    },
  });
}

/** The link is `apiLink(…).link` in the apps and a mocked one in tests. */
export function createClient(link: ApolloLink): ApolloClient {
  return new ApolloClient({ link, cache: createCache(), dataMasking: true });
}
