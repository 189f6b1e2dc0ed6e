import { countriesByName, countryName } from '@influencegen/shared-schema/contract/countries';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { IconX } from '@tabler/icons-react';
import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './campaign-form.module.css';

interface CountryListProps {
  label: string;
  /** What it means when none is chosen. */
  none: string;
  chosen: readonly string[];
  error?: string | undefined;
  onChange: (chosen: readonly string[]) => void;
}

/** Adds one country after the other; each that was added can be taken away again. */
export function CountryList({ label, none, chosen, error, onChange }: CountryListProps) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const all = useMemo(() => countriesByName(language), [language]);
  const select = useRef<HTMLSelectElement>(null);
  return (
    <div className={classes.countries}>
      <SelectField
        ref={select}
        label={label}
        description={chosen.length === 0 ? none : undefined}
        error={error}
        value=""
        onChange={({ currentTarget }) => currentTarget.value && onChange([...chosen, currentTarget.value])}
        data={[
          { value: '', label: t('campaigns.addCountry') },
          ...all.filter(({ code }) => !chosen.includes(code)).map(({ code, name }) => ({ value: code, label: name })),
        ]}
      />
      {chosen.length > 0 && (
        <ul className={classes.chosen} aria-label={label}>
          {chosen.map((code) => (
            <li key={code}>
              {countryName(code, language)}
              <button
                type="button"
                aria-label={t('campaigns.removeCountry', { country: countryName(code, language) })}
                onClick={() => {
                  onChange(chosen.filter((each) => each !== code));
                  select.current?.focus();
                }}
              >
                <IconX size={14} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
