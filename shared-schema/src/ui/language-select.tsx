import { useTranslation } from 'react-i18next';
import { SelectField } from './fields.tsx';
import { languages, useLanguage, type Language } from './i18n.tsx';

const all = Object.entries(languages).map(([value, label]) => ({ value, label }));

export function LanguageSelect() {
  const { t } = useTranslation('ui');
  const [language, choose] = useLanguage();
  return (
    <SelectField
      label={t('language')}
      data={all}
      value={language}
      onChange={({ currentTarget }) => choose(currentTarget.value as Language)}
    />
  );
}
