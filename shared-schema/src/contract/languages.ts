/**
 * What the product speaks, in the words in which people look for it in a list. English is the one that everybody can read
 * and comes first. A further language is a line here: types and tests then name every text that it still lacks.
 */
export const languages = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français' } as const;
export type Language = keyof typeof languages;

export const isLanguage = (tag: string | null | undefined): tag is Language => !!tag && Object.hasOwn(languages, tag);

export const spokenLanguages: readonly Language[] = Object.keys(languages).filter(isLanguage);

/** What is not spoken keeps its tag. */
export const languageName = (tag: string): string => (isLanguage(tag) ? languages[tag] : tag);

export const languageChoices = spokenLanguages.map((language) => ({ value: language, label: languages[language] }));
