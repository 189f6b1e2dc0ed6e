import { useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './theme-toggle.module.css';

const choices = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const;

export function ThemeToggle() {
  const { t } = useTranslation('ui');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <fieldset className={classes.group} aria-label={t('theme.label')}>
      {choices.map(([choice, Icon]) => (
        <label key={choice} className={classes.choice}>
          <input type="radio" name="theme" checked={colorScheme === choice} onChange={() => setColorScheme(choice)} />
          <Icon size={16} aria-hidden />
          {t(`theme.${choice}`)}
        </label>
      ))}
    </fieldset>
  );
}
