import { IconArrowLeft } from '@tabler/icons-react';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, type To } from 'react-router';
import { Button } from './button.tsx';
import { PageHeader } from './page-header.tsx';
import classes from './state.module.css';

/** All that a page shows one of, under the name that the page's own way back has. */
export interface OwnList {
  to: To;
  name: string;
}

/** Around a page about one of many, mostly by its `PageBoundary`: where the page leads when that one is missing. */
export const OwnListContext = createContext<OwnList | null>(null);

export function NotFound() {
  const { t } = useTranslation('ui');
  const list = useContext(OwnListContext);
  return (
    <div className={classes.state}>
      <PageHeader title={t('notFound.title')} />
      <p className={classes.text}>{t(list ? 'notFound.recordText' : 'notFound.text')}</p>
      <div className={classes.actions}>
        {list ? (
          <Button component={Link} to={list.to} leftSection={<IconArrowLeft size={16} aria-hidden />}>
            {list.name}
          </Button>
        ) : (
          <Button component={Link} to="/">
            {t('notFound.home')}
          </Button>
        )}
      </div>
    </div>
  );
}
