import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { ruleTexts } from './rule-texts';
import type { Shape } from './shape';

interface Described {
  unit: string | null;
  secret: boolean;
}

/** What can be chosen is called here as where it is used, and otherwise by words of its own. */
const wordsOfChoices = ['settings.choice', 'aspectRatio', 'style', 'reviews.section', 'ui:choice.audienceFollowers'];

/** Values, units and names of settings as people say them. What this desk has no word for is shown as it is called. */
export function useValueWords() {
  const { t, i18n } = useTranslation();
  const [language] = useLanguage();
  const format = useFormat();
  const known = (key: string, otherwise: string): string => (i18n.exists(key) ? t(key as 'settings.title') : otherwise);

  const choice = (value: string): string => {
    const place = wordsOfChoices.find((each) => i18n.exists(`${each}.${value}`));
    return place === undefined ? value : t(`${place}.${value}` as 'settings.title');
  };
  const property = (name: string): string => known(`settings.property.${name}`, name);

  function plain(value: unknown): string {
    if (typeof value === 'number') return format.number(value);
    if (typeof value === 'boolean') return t(value ? 'settings.yes' : 'settings.no');
    if (typeof value === 'string') return choice(value);
    if (Array.isArray(value)) return value.length === 0 ? t('settings.none') : format.list(value.map(nameOf));
    if (typeof value === 'object' && value !== null)
      return Object.entries(value)
        .map(([name, member]) => `${property(name)} ${plain(member)}`)
        .join(' · ');
    return t('settings.none');
  }

  /** Of a record in a list, its name is enough. */
  const nameOf = (item: unknown): string =>
    typeof item === 'object' && item !== null && 'name' in item ? plain(item.name) : plain(item);

  /** Null: nothing is set there. */
  function inFull({ unit, secret }: Described, json: string | null): string {
    if (secret) return t(json === null ? 'settings.secretNotSet' : 'settings.secretSet');
    if (json === null) return t('settings.notSet');
    const value: unknown = JSON.parse(json);
    if (typeof value !== 'number' || unit === null) return plain(value);
    const key = `settings.amount.${unit}`;
    return i18n.exists(key, { count: value })
      ? t(key as 'settings.amount.days', { count: value })
      : format.number(value);
  }

  return {
    choice,
    property,
    number: format.number,
    unit: (unit: string): string => known(`settings.units.${unit}`, unit),
    group: (group: string): string => known(`settings.group.${group}`, group),
    rule: (key: string, description: string): string =>
      language === 'en' ? description : (ruleTexts[language][key] ?? description),
    value: inFull,
    /** As `value`; where nothing was set, what held instead. */
    inChange: (
      setting: (Described & { initial: string | null }) | undefined,
      scope: { roleKey: string | null; person: object | null },
      json: string | null,
    ): string => {
      if (!setting) return inFull({ unit: null, secret: false }, json);
      if (json !== null || setting.secret) return inFull(setting, json);
      return scope.roleKey === null && scope.person === null
        ? t('settings.initialValue', { value: inFull(setting, setting.initial) })
        : t('settings.noException');
    },
    plain,
  };
}

export type ValueWords = ReturnType<typeof useValueWords>;

/** The parts of a value that can be laid side by side: its members, or itself. */
export const partsOf = (shape: Shape, json: string | null): Map<string, unknown> => {
  const value: unknown = json === null ? undefined : JSON.parse(json);
  return shape.type === 'object' && typeof value === 'object' && value !== null
    ? new Map(Object.entries(value))
    : new Map([['', value]]);
};
