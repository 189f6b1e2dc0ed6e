import { useQuery } from '@apollo/client/react';
import { SettingsPageDocument } from './settings-page.generated';
import { useValueWords } from './use-value-words';

interface FoundSetting {
  key: string;
  label: string;
}

const mostFound = 8;

/** Settings whose key or rule holds the text. Nothing is read before something was typed. */
export function useSettingSearch(text: string, maySee: boolean): FoundSetting[] {
  const words = useValueWords();
  const wanted = text.trim().toLocaleLowerCase();
  const { data } = useQuery(SettingsPageDocument, { skip: !maySee || wanted === '' });
  if (!data || wanted === '') return [];
  return data.settings
    .map(({ key, description }) => ({ key, label: words.rule(key, description) }))
    .filter(({ key, label }) => [key, label].some((each) => each.toLocaleLowerCase().includes(wanted)))
    .slice(0, mostFound);
}
