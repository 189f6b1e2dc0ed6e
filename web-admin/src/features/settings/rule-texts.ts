import type { Language } from '@influencegen/shared-schema/contract/languages';
import german from './rule-texts.de';
import french from './rule-texts.fr';
import spanish from './rule-texts.es';

/** What each setting decides, by language and key. In English the API says it itself. */
export const ruleTexts: Record<Exclude<Language, 'en'>, Readonly<Record<string, string>>> = {
  de: german,
  es: spanish,
  fr: french,
};
