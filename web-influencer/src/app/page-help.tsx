import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { IconHelp } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { helpArticles } from './help-articles.ts';
import classes from './page-help.module.css';

/** Under a page: the answer to what people wonder about there. */
export default function PageHelp({ slug }: { slug: string }) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const article = helpArticles(language).find((each) => each.slug === slug);
  if (!article) return null;
  return (
    <aside className={classes.help} aria-label={t('help.title')}>
      <IconHelp size={18} aria-hidden />
      <Link to={`/help/${article.slug}`}>{article.title}</Link>
    </aside>
  );
}
