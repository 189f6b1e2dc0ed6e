import type { ImageStyle } from '@influencegen/shared-schema/contract/schema.generated';
import { useTranslation } from 'react-i18next';
import { Choice } from './choice.tsx';
import classes from './style-picker.module.css';

interface StylePickerProps {
  offered: readonly ImageStyle[];
  value: ImageStyle;
  onChange: (value: ImageStyle) => void;
}

export function StylePicker({ offered, value, onChange }: StylePickerProps) {
  const { t } = useTranslation();
  return (
    <Choice
      look="chips"
      label={t('studio.style')}
      value={value}
      onChange={onChange}
      options={offered.map((style) => ({
        value: style,
        label: t(`studio.styles.${style}`),
        picture: <span aria-hidden className={classes.swatch} data-style={style} />,
      }))}
    />
  );
}
