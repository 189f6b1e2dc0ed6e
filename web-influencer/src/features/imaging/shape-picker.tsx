import { aspectRatios, pictureSize } from '@influencegen/shared-schema/contract/image-sizes';
import type { ImageAspectRatio, ImageResolution } from '@influencegen/shared-schema/contract/schema.generated';
import { useTranslation } from 'react-i18next';
import classes from './shape-picker.module.css';

interface ShapePickerProps {
  offered: readonly ImageAspectRatio[];
  resolution: ImageResolution;
  value: ImageAspectRatio;
  onChange: (value: ImageAspectRatio) => void;
}

/** The picture's outline, drawn to scale. */
export function ShapePicker({ offered, resolution, value, onChange }: ShapePickerProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('studio.aspectRatio')}</legend>
      <div className={classes.shapes}>
        {offered.map((ratio) => {
          const [across, down] = aspectRatios[ratio];
          return (
            <label key={ratio} className={classes.shape} title={t('studio.pixels', pictureSize(ratio, resolution))}>
              <input type="radio" name="aspectRatio" checked={ratio === value} onChange={() => onChange(ratio)} />
              <span className={classes.room} aria-hidden>
                <span
                  className={classes.outline}
                  style={{ aspectRatio: `${across} / ${down}` }}
                  data-tall={down > across}
                />
              </span>
              <span>{t(`studio.aspectRatios.${ratio}`)}</span>
              <span className={classes.ratio}>{`${across}:${down}`}</span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
