import { skipToken, useSuspenseQuery } from '@apollo/client/react';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../../ui/back-link';
import { Facts } from '../../ui/facts';
import { OneOf } from '../../ui/one-of';
import { TermsConsents } from './terms-consents';
import { TermsPaper } from './terms-paper';
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
  const former = data.termsDocument.versions
    .filter((one) => one.number < number && one.status === 'REPLACED')
    .reduce<number | null>((newest, one) => Math.max(newest ?? 0, one.number), null);
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
        <Words documentKey={documentKey} number={number} former={former} />
        <TermsConsents versionId={id} />
      </div>
    </article>
  );
}

interface WordsProps {
  documentKey: string;
  number: number;
  /** Which one it replaced; null: it was the first. */
  former: number | null;
}

function Words({ documentKey, number, former }: WordsProps) {
  const { t } = useTranslation();
  const [own] = useLanguage();
  const [language, setLanguage] = useState<string>(own);
  const { data } = useSuspenseQuery(TermsVersionTextDocument, { variables: { key: documentKey, number, language } });
  const { terms } = data;
  const { data: before } = useSuspenseQuery(
    TermsVersionTextDocument,
    former === null ? skipToken : { variables: { key: documentKey, number: former, language: terms.language } },
  );
  return (
    <div className={classes.reading}>
      <OneOf
        label={t('mailText.language')}
        options={terms.languages.map((each) => ({ value: each, name: languageName(each) }))}
        value={terms.language}
        onChange={setLanguage}
      />
      <TermsPaper
        key={`${number} ${terms.language}`}
        name={t('terms.body')}
        level={2}
        language={terms.language}
        text={terms}
        before={before?.terms.language === terms.language ? before.terms : null}
      />
    </div>
  );
}
