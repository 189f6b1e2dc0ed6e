import { useMutation } from '@apollo/client/react';
import type { KeepLanguage } from '@influencegen/shared-schema/ui/language-select';
import { KeepLanguageDocument } from './keep-language.generated';

/** Mails follow the language that somebody chose. */
export function useKeepLanguage(): KeepLanguage {
  const [keep] = useMutation(KeepLanguageDocument);
  return (language) => keep({ variables: { language } });
}
