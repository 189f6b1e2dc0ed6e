import { useTranslation } from 'react-i18next';
import classes from './wordmark.module.css';

export function Wordmark() {
  const { t } = useTranslation();
  return (
    <span className={classes.mark}>
      {t('product')} <span className={classes.desk}>{t('desk')}</span>
    </span>
  );
}
