import { useSuspenseQuery } from '@apollo/client/react';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { LanguageSelect } from '@influencegen/shared-schema/ui/language-select';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { Markdown } from '@influencegen/shared-schema/ui/markdown';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { StudioTermsTextDocument } from './terms-text-page.generated';
import classes from './terms.module.css';

/** One text by itself, also for those who have no account yet. An older version has an address of its own. */
export function TermsTextPage() {
  const { t } = useTranslation();
  const { key = '', number } = useParams();
  const isNumber = number === undefined || /^\d{1,9}$/.test(number);
  return (
    <main className={classes.page}>
      <div className={classes.language}>
        <LanguageSelect />
      </div>
      <PageBoundary
        key={`${key} ${number}`}
        list={{ to: '/terms', name: t('terms.mine') }}
        skeleton={
          <Skeleton>
            <Lines count={14} height="1.75rem" />
          </Skeleton>
        }
      >
        {isNumber ? <Text name={key} number={number === undefined ? null : Number(number)} /> : <NotFound />}
      </PageBoundary>
    </main>
  );
}

function Text({ name, number }: { name: string; number: number | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [language] = useLanguage();
  const { data } = useSuspenseQuery(StudioTermsTextDocument, { variables: { key: name, number, language } });
  const { terms } = data;
  return (
    <>
      <PageHeader title={terms.title} />
      <p className={classes.facts}>
        {t('terms.versionSince', { number: terms.number, date: format.date(terms.inForceSince) })}
      </p>
      {!terms.inForce && (
        <p className={classes.stop}>
          {t('terms.isReplaced')}{' '}
          <Link to={`/terms/${terms.key}`} className={classes.link}>
            {t('terms.toCurrent')}
          </Link>
        </p>
      )}
      {terms.language !== language && (
        <p className={classes.facts}>{t('terms.onlyIn', { language: languageName(terms.language) })}</p>
      )}
      <article lang={terms.language} className={classes.article}>
        <Markdown>{terms.body}</Markdown>
      </article>
      <p>
        <Link to="/terms" className={classes.link}>
          {t('terms.mine')}
        </Link>
      </p>
    </>
  );
}
