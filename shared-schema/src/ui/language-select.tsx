import { useTranslation } from 'react-i18next';
import { isLanguage, languageChoices, type Language } from '../contract/languages.ts';
import { SelectField } from './fields.tsx';
import { useLanguage } from './i18n.tsx';

/** `onChoose`: somebody is signed in, whose account is to keep it too. */
export function LanguageSelect({ onChoose }: { onChoose?: ((language: Language) => void) | undefined }) {
  const { t } = useTranslation('ui');
  const [language, choose] = useLanguage();
  return (
    <SelectField
      label={t('language')}
      data={languageChoices}
      value={language}
      onChange={({ currentTarget: { value } }) => {
        if (!isLanguage(value)) return;
        choose(value);
        onChoose?.(value);
      }}
    />
  );
}
