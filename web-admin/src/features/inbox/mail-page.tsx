import { useMutation, useQuery, useSuspenseQuery } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { Age } from '../../ui/age';
import { Facts } from '../../ui/facts';
import { MailProblem } from '../../ui/mail-problem';
import { useProblemText } from '../../ui/use-problem-text';
import { MailPageDocument, RetryMailDocument } from './mail-page.generated';
import classes from './mail-page.module.css';
import { MailStatus } from './mail-status';
import { OutboxNote } from './outbox-note';
import { useNoticeName } from './use-outbox-facts';

export function MailPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <PageBoundary
      key={id}
      list={{ to: '/outbox', name: t('nav.outbox') }}
      skeleton={
        <Skeleton>
          <Lines count={10} height="1.75rem" />
        </Skeleton>
      }
    >
      <Mail id={id} />
    </PageBoundary>
  );
}

const onItsWay: readonly string[] = ['QUEUED', 'SENDING', 'RETRYING'];
const renewEvery = 2_000;

/** The full stop behind an address is the sentence's. */
const address = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)])/;

function Mail({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const noticeName = useNoticeName();
  const { data } = useSuspenseQuery(MailPageDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  const [retry] = useMutation(RetryMailDocument, { variables: { id } });
  const { busy, problem, run } = useAction();
  const mail = data.mailMessage;
  // Whoever waits for it sees it arrive.
  useQuery(MailPageDocument, {
    variables: { id },
    skip: !onItsWay.includes(mail.status),
    fetchPolicy: 'network-only',
    pollInterval: renewEvery,
  });

  return (
    <article className={classes.page}>
      <BackLink to="/outbox">{t('nav.outbox')}</BackLink>
      <PageHeader title={mail.subject}>
        {mail.viewerMoves.includes('retry') && (
          <Button loading={busy} leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => run(() => retry())}>
            {t('outbox.retry')}
          </Button>
        )}
      </PageHeader>
      <div role="alert" className={classes.problem}>
        {problem && problemText(problem)}
      </div>
      <OutboxNote />
      {mail.problem !== null && mail.failure !== null && (
        <MailProblem problem={mail.problem} code={mail.failure}>
          {t(mail.status === 'BOUNCED' ? 'outbox.givenUp' : 'outbox.triedAgain')}
        </MailProblem>
      )}
      <Facts
        facts={[
          [t('filter.state'), <MailStatus key="status" status={mail.status} />],
          [
            t('outbox.to'),
            <span key="to">
              <bdi>{mail.person.displayName}</bdi> · {mail.recipient}
            </span>,
          ],
          [t('outbox.notice'), noticeName(mail.notice)],
          [t('mailText.language'), languageName(mail.language)],
          [t('outbox.when'), <Age key="when" at={mail.createdAt} />],
          [t('outbox.attempts'), format.number(mail.attempts)],
          mail.nextAttemptAt !== null && [t('outbox.next'), format.dateTime(mail.nextAttemptAt)],
          mail.settledAt !== null && [t('outbox.settled'), format.dateTime(mail.settledAt)],
        ]}
      />
      <p className={classes.text}>
        {mail.text.split(address).map((part, index) =>
          index % 2 === 1 && !part.endsWith('•••') ? (
            <a key={index} href={part}>
              {part}
            </a>
          ) : (
            part
          ),
        )}
      </p>
    </article>
  );
}
