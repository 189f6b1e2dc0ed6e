import { useQuery } from '@apollo/client/react';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconFileText } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { openTerms } from './open-terms.ts';
import { stopsText } from './stops-text.ts';
import { StudioTermsBannerDocument } from './terms-banner.generated';
import classes from './terms.module.css';

/** Over every page while something required waits to be read: what it is, and what stops when. */
export function TermsBanner() {
  const { t } = useTranslation();
  const format = useFormat();
  const [language] = useLanguage();
  const { pathname } = useLocation();
  const { data } = useQuery(StudioTermsBannerDocument, { variables: { language }, fetchPolicy: 'cache-and-network' });
  const open = openTerms(data?.myTerms ?? []);
  // The application asks for it itself, and home says it among what is next.
  if (open.length === 0 || pathname === '/' || pathname === '/terms' || pathname.startsWith('/onboarding')) return null;
  const stop = stopsText(
    open.flatMap(({ stops }) => stops),
    t,
    format,
  );
  return (
    <aside className={classes.banner} aria-label={t('terms.title')}>
      <IconFileText size={18} aria-hidden />
      <p>
        {t('terms.waiting', { titles: format.list(open.map(({ current }) => current.title)) })} {stop}
      </p>
      <Link to="/terms" className={classes.bannerLink}>
        {t('terms.readAndAccept')}
      </Link>
    </aside>
  );
}
