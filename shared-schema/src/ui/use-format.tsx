import { useMemo } from 'react';
import { createFormat, type Format } from '../format/format.ts';
import { useLanguage } from './i18n.tsx';

/** Browsers pass on what the system is set to, and "en-US@posix" is nothing that `Intl` knows. */
const isLanguageTag = (tag: string): boolean => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag);

/** "de" formats as the person's own region does, when the browser says which German that is. */
const regional = (language: string): string =>
  navigator.languages.find((tag) => tag.split('-')[0] === language && isLanguageTag(tag)) ?? language;

export function useFormat(): Format {
  const [language] = useLanguage();
  return useMemo(() => createFormat(regional(language)), [language]);
}
