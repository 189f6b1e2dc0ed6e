import { aspectRatios, pictureSize } from '@influencegen/shared-schema/contract/image-sizes';
import type { ImageAspectRatio, ImageResolution } from '@influencegen/shared-schema/contract/schema.generated';
import { useTranslation } from 'react-i18next';
import { Choice } from './choice.tsx';
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
    <Choice
      look="tiles"
      label={t('studio.aspectRatio')}
      value={value}
      onChange={onChange}
      options={offered.map((ratio) => {
        const [across, down] = aspectRatios[ratio];
        return {
          value: ratio,
          label: t(`studio.aspectRatios.${ratio}`),
          detail: `${across}:${down}`,
          hint: t('studio.pixels', pictureSize(ratio, resolution)),
          picture: (
            <span className={classes.room} aria-hidden>
              <span
                className={classes.outline}
                style={{ aspectRatio: `${across} / ${down}` }}
                data-tall={down > across}
              />
            </span>
          ),
        };
      })}
    />
  );
}
