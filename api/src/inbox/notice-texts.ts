import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isLanguage, type Language } from '@influencegen/shared-schema/contract/languages';
import { declaredNotices, type Notice } from '../platform/notifier.ts';
import { parseNoticeText, type NoticeText } from './notice-text.ts';

/** Everybody can read this one; who prefers a language that we do not have gets it. */
export const fallbackLanguage = 'en';

export const languageFor = (preferred: string): Language => (isLanguage(preferred) ? preferred : fallbackLanguage);

/** Beside the sources, from where they run and from where they are built to. */
const folder = ['../../notices', '../../../notices'].map((up) => join(import.meta.dirname, up)).find(existsSync);

/** The texts of the release: api/notices/<key>.<language>.md, and what stands around each in layout.<language>.md. */
export class NoticeTexts {
  readonly #texts = new Map<string, NoticeText>();
  readonly #layouts = new Map<string, string>();
  readonly #descriptions = new Map<string, Record<string, string>>();

  constructor() {
    if (folder === undefined) throw new Error('the folder api/notices is missing');
    for (const file of readdirSync(folder)) {
      const [, name = '', language = '', type] = /^(.+)\.([a-z]{2})\.(md|json)$/.exec(file) ?? [];
      if (!isLanguage(language)) continue;
      const content = readFileSync(join(folder, file), 'utf8');
      if (type === 'json') this.#descriptions.set(language, JSON.parse(content) as Record<string, string>);
      else if (name === 'layout') this.#layouts.set(language, content.trim());
      else this.#texts.set(`${name}.${language}`, parseNoticeText(content));
    }
  }

  /** Of the notices that have a text. */
  get keys(): string[] {
    return [...new Set([...this.#texts.keys()].map((name) => name.slice(0, -3)))];
  }

  has(key: string, language: string): boolean {
    return this.#texts.has(`${key}.${language}`);
  }

  shipped(key: string, language: string): NoticeText {
    const text = this.#texts.get(`${key}.${language}`) ?? this.#texts.get(`${key}.${fallbackLanguage}`);
    if (!text) throw new Error(`the notice ${key} has no text`);
    return text;
  }

  layout(language: string): string {
    return this.#layouts.get(language)!;
  }

  /** What the notice is about, for those who choose what to hear. */
  description({ key, description }: Notice<string>, language: string): string {
    return this.#descriptions.get(language)?.[key] ?? description;
  }
}

export const noticeByKey = (key: string): Notice<string> | undefined =>
  declaredNotices().find((declared) => declared.key === key);
