import { useTranslation } from 'react-i18next';
import { useNavigation } from 'react-router';
import classes from './opening-bar.module.css';

/** A page is on its way: the code of each is fetched when it is opened for the first time, and that may take a while on a slow line. */
export function OpeningBar() {
  const { t } = useTranslation('ui');
  const { state } = useNavigation();
  if (state === 'idle') return null;
  return <div role="progressbar" aria-label={t('loading')} className={classes.bar} />;
}
