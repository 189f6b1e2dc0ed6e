import { useTranslation } from 'react-i18next';
import classes from './skip-link.module.css';

/** First stop of the Tab key; the layout's `<main id="content" tabIndex={-1}>` is where it leads. */
export function SkipLink() {
  const { t } = useTranslation('ui');
  return (
    <a className={classes.link} href="#content">
      {t('skipToContent')}
    </a>
  );
}
