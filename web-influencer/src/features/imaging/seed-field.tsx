import { IconButton } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { IconDice5, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './seed-field.module.css';

interface SeedFieldProps {
  range: { min: number; max: number };
  /** Null: a new one each time. */
  value: number | null;
  onChange: (value: number | null) => void;
  error?: string | undefined;
}

export function SeedField({ range, value, onChange, error }: SeedFieldProps) {
  const { t } = useTranslation();
  const roll = (): void => onChange(range.min + Math.floor(Math.random() * (range.max - range.min + 1)));
  return (
    <div className={classes.field}>
      <TextField
        className={classes.number}
        label={t('studio.seed')}
        description={t('studio.seedHint')}
        placeholder={t('studio.seedRandom')}
        error={error}
        inputWrapperOrder={['label', 'description', 'input', 'error']}
        type="number"
        inputMode="numeric"
        min={range.min}
        max={range.max}
        step={1}
        value={value ?? ''}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.valueAsNumber)}
        rightSectionWidth="6rem"
        rightSectionPointerEvents="all"
        rightSection={
          <span className={classes.buttons}>
            {value !== null && (
              <IconButton
                size={36}
                aria-label={t('studio.freeSeed')}
                title={t('studio.freeSeed')}
                onClick={() => onChange(null)}
              >
                <IconX size={18} aria-hidden />
              </IconButton>
            )}
            <IconButton size={36} aria-label={t('studio.rollSeed')} title={t('studio.rollSeed')} onClick={roll}>
              <IconDice5 size={20} aria-hidden />
            </IconButton>
          </span>
        }
      />
    </div>
  );
}
