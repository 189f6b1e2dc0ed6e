import { useTranslation } from 'react-i18next';
import { SelectField } from './fields.tsx';
import { isLanguage, languages, useLanguage } from './i18n.tsx';

const all = Object.entries(languages).map(([value, label]) => ({ value, label }));

export function LanguageSelect() {
  const { t } = useTranslation('ui');
  const [language, choose] = useLanguage();
  return (
    <SelectField
      label={t('language')}
      data={all}
      value={language}
      onChange={({ currentTarget: { value } }) => {
        if (isLanguage(value)) choose(value);
      }}
    />
  );
}
