import { createFormat, type Format } from '../format/format.ts';

/** Browsers pass on what the system is set to, and "en-US@posix" is nothing that `Intl` knows. */
const isLanguageTag = (tag: string): boolean => /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i.test(tag);

const kept = new Map<string, Format>();

/** "de" formats as the person's own region does, when the browser says which German that is. */
export function regionalFormat(language: string): Format {
  const region = navigator.languages.find((tag) => tag.split('-')[0] === language && isLanguageTag(tag)) ?? language;
  const format = kept.get(region) ?? createFormat(region);
  kept.set(region, format);
  return format;
}
