import { useMutation, useQuery } from '@apollo/client/react';
import type { KeepLanguage } from '@influencegen/shared-schema/ui/language-select';
import { StudioImpersonationDocument } from './impersonation-banner.generated';
import { StudioKeepLanguageDocument } from './keep-language.generated';

/** Mails follow the language that somebody chose. Support that looks at the account chooses for itself only. */
export function useKeepLanguage(): KeepLanguage | undefined {
  const { data } = useQuery(StudioImpersonationDocument);
  const [keep] = useMutation(StudioKeepLanguageDocument);
  if (!data?.viewer || data.viewer.impersonation) return undefined;
  return (language) => keep({ variables: { language } });
}
