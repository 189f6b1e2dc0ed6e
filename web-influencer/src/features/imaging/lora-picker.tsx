import { useTranslation } from 'react-i18next';
import type { Draft, StudioOffer } from './draft.ts';
import classes from './lora-picker.module.css';
import { RangeField } from './range-field.tsx';

interface LoraPickerProps {
  offer: StudioOffer;
  value: Draft['loras'];
  onChange: (value: Draft['loras']) => void;
  errorOf: (path: string) => string | undefined;
}

export function LoraPicker({ offer, value, onChange, errorOf }: LoraPickerProps) {
  const { t } = useTranslation();
  const full = value.length >= offer.maxLoras;
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('studio.loras')}</legend>
      <p className={classes.hint}>{t('studio.lorasHint', { count: offer.maxLoras })}</p>
      {errorOf('loras') && <p className={classes.error}>{errorOf('loras')}</p>}
      {offer.loraModels.map(({ id, name, description }) => {
        const index = value.findIndex(({ model }) => model === id);
        const chosen = value[index];
        return (
          <div key={id} className={classes.model} data-chosen={chosen !== undefined}>
            <label className={classes.name}>
              <input
                type="checkbox"
                checked={chosen !== undefined}
                disabled={!chosen && full}
                onChange={() =>
                  onChange(
                    chosen
                      ? value.filter(({ model }) => model !== id)
                      : [...value, { model: id, weight: offer.loraWeight.default }],
                  )
                }
              />
              <span>
                {name}
                <span className={classes.hint}>{description}</span>
              </span>
            </label>
            {chosen && (
              <RangeField
                label={t('studio.loraWeight', { name })}
                range={offer.loraWeight}
                step={0.05}
                value={chosen.weight}
                error={errorOf(`loras.${index}.weight`) ?? errorOf(`loras.${index}.model`)}
                onChange={(weight) => onChange(value.with(index, { model: id, weight }))}
              />
            )}
          </div>
        );
      })}
    </fieldset>
  );
}
