import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { problemOf } from '../client/errors.ts';
import { isLanguage, languageChoices, type Language } from '../contract/languages.ts';
import { Button } from './button.tsx';
import { SelectField } from './fields.tsx';
import { FormAlert } from './form-alert.tsx';
import { useLanguage } from './i18n.tsx';

/** Keeps the language on the account of whoever is signed in; fails where that did not get through or is not theirs to change. */
export type KeepLanguage = (language: Language) => Promise<unknown>;

/** The page speaks what was chosen in any case. Where the account could not keep it too, that is said here. */
export function LanguageSelect({ keep }: { keep?: KeepLanguage | undefined }) {
  const { t } = useTranslation('ui');
  const [language, choose] = useLanguage();
  const [kept, setKept] = useState<'yes' | 'no' | 'never' | 'trying'>('yes');
  const last = useRef(0);

  const keepOnAccount = async (chosen: Language): Promise<void> => {
    last.current += 1;
    const attempt = last.current;
    const outcome = await keep?.(chosen).then(
      () => 'yes' as const,
      (error: unknown) => (problemOf(error) === 'FORBIDDEN' ? ('never' as const) : ('no' as const)),
    );
    // Of two choices after each other, the account is left with the later one.
    if (attempt === last.current) setKept(outcome ?? 'yes');
  };

  return (
    <>
      <SelectField
        label={t('language')}
        data={languageChoices}
        value={language}
        onChange={({ currentTarget: { value } }) => {
          if (!isLanguage(value)) return;
          choose(value);
          setKept('yes');
          void keepOnAccount(value);
        }}
      />
      {keep && (
        <FormAlert>
          {kept !== 'yes' && (
            <>
              {t('languageNotKept')}
              {kept !== 'never' && (
                <Button
                  loading={kept === 'trying'}
                  onClick={() => {
                    setKept('trying');
                    void keepOnAccount(language);
                  }}
                >
                  {t('retry')}
                </Button>
              )}
            </>
          )}
        </FormAlert>
      )}
    </>
  );
}
