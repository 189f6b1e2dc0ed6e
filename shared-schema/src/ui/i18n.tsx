import { createInstance, type i18n, type ReadCallback, type ResourceKey } from 'i18next';
import { useTranslation } from 'react-i18next';
import type english from './en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    /** Each app declares its own texts as `app`. */
    defaultNS: 'app';
  }
  interface ResourceNamespaceMap {
    ui: typeof english;
  }
}

/** In their own words, as people look for them in a list. */
export const languages = { en: 'English', es: 'Español' } as const;
export type Language = keyof typeof languages;
export type Catalogues = Record<Language, () => Promise<{ default: ResourceKey }>>;

const storedAs = 'influencegen.language';
export const isLanguage = (value: string | null | undefined): value is Language =>
  !!value && Object.hasOwn(languages, value);

const shared: Catalogues = { en: () => import('./en.ts'), es: () => import('./es.ts') };

/** Stored choice, else the first of the browser's languages that we speak. */
function detectLanguage(): Language {
  const stored = localStorage.getItem(storedAs);
  if (isLanguage(stored)) return stored;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

/** Only the language in use is fetched. Await it before the first render. */
export async function startI18n(app: Catalogues, language: Language = detectLanguage()): Promise<i18n> {
  const texts: Record<string, Catalogues> = { app, ui: shared };
  const instance = createInstance();
  instance.use({
    type: 'backend',
    init() {},
    read(wanted: string, namespace: string, done: ReadCallback) {
      const load = isLanguage(wanted) ? texts[namespace]?.[wanted] : undefined;
      if (!load) return done(new Error(`No texts "${namespace}" in "${wanted}"`), false);
      load().then(
        (catalogue) => done(null, catalogue.default),
        (error: unknown) => done(error instanceof Error ? error : new Error(String(error)), false),
      );
    },
  });
  await instance.init({
    lng: language,
    supportedLngs: Object.keys(languages),
    fallbackLng: false,
    ns: ['app', 'ui'],
    defaultNS: 'app',
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  return instance;
}

export function useLanguage(): [Language, (language: Language) => void] {
  const { i18n } = useTranslation();
  const choose = (language: Language): void => {
    localStorage.setItem(storedAs, language);
    void i18n.changeLanguage(language).then(() => {
      document.documentElement.lang = language;
    });
  };
  return [isLanguage(i18n.language) ? i18n.language : 'en', choose];
}
