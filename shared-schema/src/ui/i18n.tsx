import { createInstance, type i18n, type ReadCallback, type ResourceKey } from 'i18next';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { isLanguage, spokenLanguages, type Language } from '../contract/languages.ts';
import type english from './en.ts';
import { regionalFormat } from './regional-format.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    /** Each app declares its own texts as `app`. */
    defaultNS: 'app';
  }
  interface ResourceNamespaceMap {
    ui: typeof english;
  }
}

export type Catalogues = Record<Language, () => Promise<{ default: ResourceKey }>>;

/** What somebody chose in this browser, and what the account speaks that was used here last. */
const chosenAs = 'influencegen.language';
const ofAccountAs = 'influencegen.accountLanguage';

const shared: Catalogues = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
};

/** What was chosen, else what the account speaks, else the first of the browser's languages that we speak. */
function detectLanguage(): Language {
  const known = [chosenAs, ofAccountAs].map((name) => localStorage.getItem(name)).find(isLanguage);
  if (known) return known;
  return navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage) ?? 'en';
}

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Nko}\p{Script=Syriac}\p{Script=Thaana}]/u;

/** A name that is written from right to left must not turn the sentence around it. React escapes markup by itself. */
export const isolated = (text: string): string => (rightToLeft.test(text) ? `\u2068${text}\u2069` : text);

/** What these say is no amount: the number of a case or a version, or of pixels. */
const noAmounts: ReadonlySet<string> = new Set(['number', 'version', 'width', 'height']);

/** Only the language in use is fetched. Await it before the first render. */
export async function startI18n(app: Catalogues): Promise<i18n> {
  const language = detectLanguage();
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
  instance.use({
    type: 'formatter',
    init() {},
    add() {},
    addCached() {},
    format: (
      value: unknown,
      _: string | undefined,
      spoken = instance.language,
      options?: { interpolationkey?: string },
    ) =>
      typeof value === 'number' && !noAmounts.has(options?.interpolationkey ?? '')
        ? regionalFormat(spoken).number(value)
        : value,
  });
  await instance.init({
    lng: language,
    supportedLngs: spokenLanguages,
    fallbackLng: false,
    ns: ['app', 'ui'],
    defaultNS: 'app',
    interpolation: { escapeValue: true, escape: isolated, alwaysFormat: true },
    react: { useSuspense: false },
  });
  document.documentElement.lang = language;
  return instance;
}

async function speak(i18n: i18n, language: Language): Promise<void> {
  await i18n.changeLanguage(language);
  document.documentElement.lang = language;
}

/** Where nobody has chosen, the app speaks as the account does that is signed in. */
export function useAccountLanguage(language: string | undefined): void {
  const { i18n } = useTranslation();
  useEffect(() => {
    if (!isLanguage(language)) return;
    localStorage.setItem(ofAccountAs, language);
    if (!isLanguage(localStorage.getItem(chosenAs)) && i18n.language !== language) void speak(i18n, language);
  }, [i18n, language]);
}

export function useLanguage(): [Language, (language: Language) => void] {
  const { i18n } = useTranslation();
  const choose = (language: Language): void => {
    localStorage.setItem(chosenAs, language);
    void speak(i18n, language);
  };
  return [isLanguage(i18n.language) ? i18n.language : 'en', choose];
}
