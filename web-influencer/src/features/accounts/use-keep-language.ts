import { useMutation, useQuery } from '@apollo/client/react';
import type { Language } from '@influencegen/shared-schema/contract/languages';
import { StudioImpersonationDocument } from './impersonation-banner.generated';
import { StudioKeepLanguageDocument } from './keep-language.generated';

/**
 * Mails follow the language that somebody chose. Where that does not get through, this browser speaks it all the same.
 * Support that looks at the account chooses for itself only.
 */
export function useKeepLanguage(): ((language: Language) => void) | undefined {
  const { data } = useQuery(StudioImpersonationDocument);
  const [keep] = useMutation(StudioKeepLanguageDocument);
  if (!data?.viewer || data.viewer.impersonation) return undefined;
  return (language) => void keep({ variables: { language } }).catch(() => undefined);
}
