import './masking-types.ts';
import { ApolloClient, InMemoryCache, type ApolloLink, type FieldReadFunction, type Reference } from '@apollo/client';
import possibleTypes from '../contract/possible-types.generated.ts';
import { cursorPages } from './cursor-pages.ts';

const onePerViewer = { keyFields: [] } as const;

/** As a whole it is what was said last: nothing that was there before is missed. */
const asSaidLast = { merge: false } as const;

/** What a list has brought already opens without asking again. */
const readById =
  (__typename: string): FieldReadFunction<Reference> =>
  (known, { args, toReference }) =>
    known ?? toReference({ __typename, id: String(args?.id) });

export function createCache(): InMemoryCache {
  return new InMemoryCache({
    possibleTypes: possibleTypes.possibleTypes,
    typePolicies: {
      Query: {
        fields: {
          images: cursorPages(),
          imageRequests: cursorPages(['filter', 'order']),
          deadLetters: cursorPages(),
          depositInstructions: cursorPages(['filter', 'order']),
          accounts: cursorPages(['filter', 'order']),
          auditEvents: cursorPages(['filter']),
          apiKeys: cursorPages(),
          settingChanges: cursorPages(['key']),
          settingOverrides: cursorPages(['key']),
          notifications: cursorPages(),
          myConsents: cursorPages(),
          termsConsents: cursorPages(['versionId']),
          mailMessages: cursorPages(['filter']),
          socialProfiles: asSaidLast,
          documents: asSaidLast,
          sessions: asSaidLast,
          auditProof: asSaidLast,
          reviewCases: cursorPages(['filter', 'order']),
          campaigns: cursorPages(['filter', 'order']),
          discoverCampaigns: cursorPages(['filter', 'order']),
          campaignInterests: cursorPages(['campaignId']),
          image: { read: readById('Image') },
          imageRequest: { read: readById('ImageRequest') },
          auditEvent: { read: readById('AuditEvent') },
          mailMessage: { read: readById('MailMessage') },
        },
      },
      // One of each for the person looking: whoever reads it, also inside a refusal, renews it on every screen.
      ImageQuota: onePerViewer,
      ImagingOverview: onePerViewer,
      Health: onePerViewer,
      Studio: onePerViewer,
      AuditChain: onePerViewer,
      AuditHeadFacts: { keyFields: ['number'] },
      Role: { keyFields: ['key'] },
      DeclaredPermission: { keyFields: ['name'] },
      OnboardingSection: { fields: { answers: asSaidLast, problems: asSaidLast } },
      ReviewSection: { fields: { facts: asSaidLast } },
      SecondFactors: { fields: { passkeys: asSaidLast } },
      DocumentRules: onePerViewer,
      JoiningRules: onePerViewer,
      OutboxFacts: onePerViewer,
      ReviewQueueFacts: onePerViewer,
      ReviewReason: { keyFields: ['code'] },
      // Two campaigns that the same person is interested in know two moments of it.
      CampaignInterest: { keyFields: ['accountId', 'createdAt'] },
      DocumentCheck: { keyFields: ['documentId'] },
      MailDigest: onePerViewer,
      NotificationPreference: { keyFields: ['notice'] },
      MailTemplate: { keyFields: ['notice'] },
      // The same version says something else in each language.
      Terms: { keyFields: ['id', 'language'] },
      MyTerms: { keyFields: ['key', 'current', ['id', 'language']], fields: { stops: asSaidLast } },
      TermsDocument: { keyFields: ['key'] },
      HealthCheck: { keyFields: ['name'] },
      Setting: { keyFields: ['key'] },
      JobQueue: { keyFields: ['name'] },
    },
  });
}

/** The link is `apiLink(…).link` in the apps and a mocked one in tests. */
export function createClient(link: ApolloLink): ApolloClient {
  return new ApolloClient({ link, cache: createCache(), dataMasking: true });
}
