import { useQuery } from '@apollo/client/react';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import links from '@influencegen/shared-schema/ui/link-list.module.css';
import { Markdown } from '@influencegen/shared-schema/ui/markdown';
import { NotFound, OwnListContext } from '@influencegen/shared-schema/ui/not-found';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { IconArrowLeft, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { StudioSessionDocument } from '../features/accounts/session.generated';
import { StudioFirstStepsDocument } from '../features/onboarding/first-steps.generated';
import { ShowFirstSteps } from '../features/onboarding/first-steps.tsx';
import { searchHelp } from './help-articles.ts';
import classes from './help-page.module.css';
import { useHelpArticles } from './use-help-articles.ts';

/** Short answers, to be searched. */
export function HelpPage() {
  const { t } = useTranslation();
  const articles = useHelpArticles();
  const [search, setSearch] = useSearchParams();
  // The address follows: typing does not wait for it.
  const [typed, setTyped] = useState(search.get('q') ?? '');
  const found = searchHelp(articles, typed);
  return (
    <div className={classes.page}>
      <PageHeader title={t('help.title')} />
      <TextField
        type="search"
        label={t('help.search')}
        leftSection={<IconSearch size={18} aria-hidden />}
        value={typed}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          setSearch(value === '' ? {} : { q: value }, { replace: true });
        }}
      />
      <p role="status" className={classes.count}>
        {typed !== '' && t('help.found', { count: found.length })}
      </p>
      <ul className={links.list}>
        {found.map(({ slug, title, text }) => (
          <li key={slug}>
            <Link to={`/help/${slug}`} className={links.row}>
              <span className={links.about}>
                <strong>{title}</strong>
                <span className={classes.begin}>{text.split('\n')[0]?.replace(/[*_]|^- /g, '')}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      {found.length === 0 && <p>{t('help.nothing')}</p>}
      <Guide />
    </div>
  );
}

/** The first steps are help as well: here they are brought back. */
function Guide() {
  const { data: session } = useQuery(StudioSessionDocument);
  const permissions = session?.viewer?.permissions ?? [];
  const hasGuide = permissions.includes('onboarding.own') && permissions.includes('imaging.request');
  const { data } = useQuery(StudioFirstStepsDocument, { skip: !hasGuide });
  return data ? <ShowFirstSteps firstSteps={data.firstSteps} /> : null;
}

export function HelpArticlePage() {
  const { t } = useTranslation();
  const { article: slug } = useParams();
  const article = useHelpArticles().find((each) => each.slug === slug);
  if (!article)
    return (
      <OwnListContext value={{ to: '/help', name: t('help.all') }}>
        <NotFound />
      </OwnListContext>
    );
  return (
    <article className={classes.page}>
      <Link to="/help" className={classes.back}>
        <IconArrowLeft size={18} aria-hidden /> {t('help.all')}
      </Link>
      <PageHeader title={article.title} />
      <Markdown>{article.text}</Markdown>
    </article>
  );
}
