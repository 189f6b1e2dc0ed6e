import type { Format } from '../format/format.ts';
import { useLanguage } from './i18n.tsx';
import { regionalFormat } from './regional-format.ts';

export function useFormat(): Format {
  const [language] = useLanguage();
  return regionalFormat(language);
}
