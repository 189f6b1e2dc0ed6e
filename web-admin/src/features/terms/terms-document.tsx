import { useApolloClient, useMutation, useSuspenseQuery } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { BackLink } from '../../ui/back-link';
import { useProblemText } from '../../ui/use-problem-text';
import { DraftTermsDocument } from './change-terms.generated';
import { ScheduledVersion } from './scheduled-version';
import { TermsDocumentPageDocument, type TermsDocumentPageQuery } from './terms-document.generated';
import { TermsEditor } from './terms-editor';
import { TermsVersions } from './terms-versions';
import classes from './terms.module.css';

export type PendingVersion = NonNullable<TermsDocumentPageQuery['termsDocument']['pending']>;
export type VersionInForce = TermsDocumentPageQuery['termsDocument']['inForce'];

/** One document: what waits, and every version so far. */
export function TermsDocument({ documentKey, mayManage }: { documentKey: string; mayManage: boolean }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [language] = useLanguage();
  const client = useApolloClient();
  const variables = { key: documentKey, language };
  const { data } = useSuspenseQuery(TermsDocumentPageDocument, { variables, fetchPolicy: 'cache-and-network' });
  const [draft] = useMutation(DraftTermsDocument, { variables: { key: documentKey } });
  const { busy, problem, run } = useAction();
  const { key, inForce, pending, versions } = data.termsDocument;
  // Past `refetch`, which would put a skeleton, or a failure, in the place of what is being written.
  const renew = () => client.query({ query: TermsDocumentPageDocument, variables, fetchPolicy: 'network-only' });
  const start = (): void =>
    run(async () => {
      await draft();
      await renew();
    });

  return (
    <article className={classes.page}>
      <BackLink to="/terms">{t('nav.terms')}</BackLink>
      <PageHeader title={versions.find(({ title }) => title !== '')?.title ?? key}>
        {mayManage && !pending && (
          <Button variant="primary" loading={busy} leftSection={<IconPlus size={16} aria-hidden />} onClick={start}>
            {t('terms.newVersion')}
          </Button>
        )}
      </PageHeader>
      <FormAlert>{problem && problemText(problem)}</FormAlert>
      {pending?.viewerMoves.includes('EDIT') && (
        <TermsEditor key={pending.id} version={pending} inForce={inForce} renew={renew} />
      )}
      {pending?.status === 'SCHEDULED' && <ScheduledVersion version={pending} inForce={inForce} renew={renew} />}
      <TermsVersions documentKey={key} versions={versions} />
    </article>
  );
}
