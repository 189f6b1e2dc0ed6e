import { useMemo } from 'react';
import { createFormat, type Format } from '../format/format.ts';
import { useLanguage } from './i18n.tsx';

/** "es" formats as the person's own region does, when the browser says which Spanish that is. */
const regional = (language: string): string => navigator.languages.find((tag) => tag.startsWith(language)) ?? language;

export function useFormat(): Format {
  const [language] = useLanguage();
  return useMemo(() => createFormat(regional(language)), [language]);
}
