import { useApolloClient, useMutation, useSuspenseQuery } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
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
  const [unread, setUnread] = useState<Problem | null>(null);
  const [rereading, setRereading] = useState(false);
  const { key, inForce, pending, versions } = data.termsDocument;
  // Past `refetch`, which would put a skeleton, or a failure, in the place of what is being written.
  const reread = () => client.query({ query: TermsDocumentPageDocument, variables, fetchPolicy: 'network-only' });
  /** After a change, whose answer may already have taken away the part of the page that asked for it: told here. */
  const renew = async (): Promise<void> => {
    setRereading(true);
    try {
      await reread();
      setUnread(null);
    } catch (error) {
      setUnread(problemOf(error));
    } finally {
      setRereading(false);
    }
  };
  const change = (work: () => Promise<unknown>): void =>
    run(async () => {
      try {
        await work();
      } finally {
        // Also what failed: perhaps somebody was quicker.
        await renew();
      }
    });
  // Of two failures the first one.
  const said = problem ? problemText(problem) : unread && `${t('terms.unread')} ${problemText(unread)}`;

  const page = useRef<HTMLElement>(null);
  const stands = `${pending?.id} ${pending?.status} ${unread === null}`;
  const stood = useRef(stands);
  useEffect(() => {
    if (stood.current === stands) return;
    stood.current = stands;
    // What was pressed has gone.
    if (document.activeElement === document.body) page.current?.querySelector('h1')?.focus({ preventScroll: true });
  }, [stands]);

  return (
    <article ref={page} className={classes.page}>
      <BackLink to="/terms">{t('nav.terms')}</BackLink>
      <PageHeader title={versions.find(({ title }) => title !== '')?.title ?? key}>
        {mayManage && !pending && (
          <Button
            variant="primary"
            loading={busy}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => change(draft)}
          >
            {t('terms.newVersion')}
          </Button>
        )}
      </PageHeader>
      <FormAlert>
        {said && (
          <>
            <p>{said}</p>
            {unread && (
              <Button autoFocus loading={rereading} onClick={() => void renew()}>
                {t('terms.reread')}
              </Button>
            )}
          </>
        )}
      </FormAlert>
      {pending?.viewerMoves.includes('EDIT') && (
        <TermsEditor key={pending.id} version={pending} inForce={inForce} reread={reread} renew={renew} />
      )}
      {pending?.status === 'SCHEDULED' && (
        <ScheduledVersion version={pending} inForce={inForce} busy={busy} change={change} />
      )}
      <TermsVersions documentKey={key} versions={versions} />
    </article>
  );
}
