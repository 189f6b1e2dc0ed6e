import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Button } from './button.tsx';
import { PageHeader } from './page-header.tsx';
import classes from './state.module.css';

export function NotFound() {
  const { t } = useTranslation('ui');
  return (
    <div className={classes.state}>
      <PageHeader title={t('notFound.title')} />
      <p className={classes.text}>{t('notFound.text')}</p>
      <div className={classes.actions}>
        <Button component={Link} to="/">
          {t('notFound.home')}
        </Button>
      </div>
    </div>
  );
}
