import { useMutation } from '@apollo/client/react';
import type { Language } from '@influencegen/shared-schema/contract/languages';
import { KeepLanguageDocument } from './keep-language.generated';

/** Mails follow the language that somebody chose. Where that does not get through, this browser speaks it all the same. */
export function useKeepLanguage(): (language: Language) => void {
  const [keep] = useMutation(KeepLanguageDocument);
  return (language) => void keep({ variables: { language } }).catch(() => undefined);
}
