import { useSuspenseQuery } from '@apollo/client/react';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { StudioMyTermsDocument, type StudioMyTermsQuery } from './my-terms.generated';

export type MyTerms = StudioMyTermsQuery['myTerms'][number];

/** How the viewer stands to everything in force. Read again on arrival: staff publish when they like. */
export function useMyTerms(): { terms: readonly MyTerms[]; language: string; readAgain: () => Promise<unknown> } {
  const [language] = useLanguage();
  const { data, refetch } = useSuspenseQuery(StudioMyTermsDocument, {
    variables: { language },
    fetchPolicy: 'cache-and-network',
  });
  return { terms: data.myTerms, language, readAgain: () => refetch() };
}
