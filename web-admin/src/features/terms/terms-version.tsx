import { useSuspenseQuery } from '@apollo/client/react';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { Markdown } from '@influencegen/shared-schema/ui/markdown';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../../ui/back-link';
import { Facts } from '../../ui/facts';
import { TermsConsents } from './terms-consents';
import { TermsVersionPageDocument, TermsVersionTextDocument } from './terms-version.generated';
import classes from './terms.module.css';

/** A version that is or was in force: its words, what it asks, and who accepted it. */
export function TermsVersion({ documentKey, number }: { documentKey: string; number: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [language] = useLanguage();
  const { data } = useSuspenseQuery(TermsVersionPageDocument, { variables: { key: documentKey, language } });
  const version = data.termsDocument.versions.find((one) => one.number === number);
  if (!version || version.publishAt === null || version.status === 'SCHEDULED') return <NotFound />;
  const { id, status, title, required, blocks, graceDays, publishAt, consentCount } = version;
  return (
    <article className={classes.page}>
      <BackLink to={`/terms/${documentKey}`}>{title}</BackLink>
      <PageHeader title={t('terms.numbered', { number, title })} />
      <Facts
        facts={[
          [t('terms.status'), t(`terms.statuses.${status}`)],
          [t('terms.from'), format.dateTime(publishAt)],
          [t('terms.whatItAsks'), t(required ? 'terms.required' : 'terms.isOptional')],
          blocks.length > 0 && [t('terms.keepsFrom'), format.list(blocks.map((block) => t(`terms.block.${block}`)))],
          blocks.length > 0 && [t('terms.grace'), format.number(graceDays)],
          [t('terms.accepted'), format.number(consentCount)],
        ]}
      />
      <div className={classes.columns}>
        <Words documentKey={documentKey} number={number} />
        <TermsConsents versionId={id} />
      </div>
    </article>
  );
}

function Words({ documentKey, number }: { documentKey: string; number: number }) {
  const { t } = useTranslation();
  const [own] = useLanguage();
  const [language, setLanguage] = useState<string>(own);
  const { data } = useSuspenseQuery(TermsVersionTextDocument, { variables: { key: documentKey, number, language } });
  const { terms } = data;
  return (
    <section aria-label={t('terms.body')} className={classes.reading}>
      <div role="group" aria-label={t('mailText.language')} className={classes.tabs}>
        {terms.languages.map((each) => (
          <button
            key={each}
            type="button"
            className={classes.tab}
            aria-pressed={each === terms.language}
            onClick={() => setLanguage(each)}
          >
            {languageName(each)}
          </button>
        ))}
      </div>
      <div className={classes.paper} lang={terms.language}>
        <p className={classes.paperTitle}>{terms.title}</p>
        <Markdown level={2}>{terms.body}</Markdown>
      </div>
    </section>
  );
}
