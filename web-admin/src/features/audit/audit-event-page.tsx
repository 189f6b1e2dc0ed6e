import { useApolloClient, useQuery, useSuspenseQuery } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import type { AuditEventFilter } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconCertificate } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { BackLink } from '../../ui/back-link';
import table from '../../ui/data-table.module.css';
import { Facts } from '../../ui/facts';
import { useProblemText } from '../../ui/use-problem-text';
import { readDetails } from './audit-details';
import {
  AuditEventPageDocument,
  AuditProofDocument,
  AuditRelatedDocument,
  type AuditEventPageQuery,
} from './audit-event-page.generated';
import { addressOf, type AuditFilter } from './audit-filter';
import { AuditRow } from './audit-row';
import classes from './audit.module.css';
import { useActionTexts } from './use-action-text';

type Event = AuditEventPageQuery['auditEvent'];

export function AuditEventPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  return (
    <PageBoundary
      key={id}
      list={{ to: '/audit', name: t('nav.audit') }}
      skeleton={
        <Skeleton className={classes.page}>
          <Lines count={8} height="1.5rem" />
        </Skeleton>
      }
    >
      <AuditEvent id={id} />
    </PageBoundary>
  );
}

function AuditEvent({ id }: { id: string }) {
  const { t } = useTranslation();
  const { actionText } = useActionTexts();
  const { data } = useSuspenseQuery(AuditEventPageDocument, { variables: { id } });
  const event = data.auditEvent;
  const { recordType, recordId, requestId } = event;
  return (
    <article className={classes.page}>
      <BackLink to="/audit">{t('nav.audit')}</BackLink>
      <PageHeader title={actionText(event.action)}>
        <StatusBadge tone={event.outcome === 'DONE' ? 'positive' : 'negative'}>
          {t(`audit.outcomes.${event.outcome}`)}
        </StatusBadge>
        <Proof id={event.id} />
      </PageHeader>
      <EventFacts event={event} />
      <Details json={event.details} />
      {requestId !== null && <Related eventId={event.id} heading={t('audit.sameRequest')} narrowing={{ requestId }} />}
      {recordType !== null && recordId !== null && (
        <Related eventId={event.id} heading={t('audit.sameRecord')} narrowing={{ recordType, recordId }} />
      )}
    </article>
  );
}

function EventFacts({ event }: { event: Event }) {
  const { t } = useTranslation();
  const { recordText } = useActionTexts();
  const format = useFormat();
  const { actor, actorId, impersonator, recordType, recordId, ip, requestId, sessionId, apiKeyId, position } = event;
  const search = (id: string) => (
    <Link to={addressOf({ search: id })}>
      <code>{id}</code>
    </Link>
  );
  return (
    <Facts
      facts={[
        [
          t('audit.time'),
          <time key="at" dateTime={event.at}>{`${format.date(event.at)}, ${format.clock(event.at)}`}</time>,
        ],
        [
          t('audit.column.actor'),
          actorId === null ? (
            t(ip === null ? 'audit.platform' : 'audit.nobody')
          ) : (
            <Link key="actor" to={addressOf({ personId: actorId })}>
              <bdi>{actor?.displayName ?? actorId}</bdi>
            </Link>
          ),
        ],
        impersonator !== null && [t('audit.impersonator'), impersonator.displayName],
        ip !== null && [
          t('audit.ip'),
          <Link key="ip" to={addressOf({ ip })}>
            {ip}
          </Link>,
        ],
        [t('audit.position'), position === null ? t('audit.notSealedYet') : format.number(position)],
        recordType !== null && [
          t('audit.record'),
          <Link key="record" to={addressOf({ recordType, recordId })}>
            {recordText(recordType)} <code>{recordId}</code>
          </Link>,
        ],
        requestId !== null && [
          t('audit.request'),
          <Link key="request" to={addressOf({ requestId })}>
            <code>{requestId}</code>
          </Link>,
        ],
        sessionId !== null && [t('audit.session'), search(sessionId)],
        apiKeyId !== null && [t('audit.apiKey'), search(apiKeyId)],
        [t('audit.id'), <code key="id">{event.id}</code>],
      ]}
    />
  );
}

function Details({ json }: { json: string }) {
  const { t } = useTranslation();
  const { changes, others } = readDetails(json);
  return (
    <>
      {changes.length > 0 && (
        <section aria-labelledby="changes" className={classes.section}>
          <h2 id="changes">{t('audit.changes')}</h2>
          <div className={classes.scroll}>
            <table className={classes.changes}>
              <thead>
                <tr>
                  <th scope="col">{t('audit.field')}</th>
                  <th scope="col">{t('audit.before')}</th>
                  <th scope="col">{t('audit.after')}</th>
                </tr>
              </thead>
              <tbody>
                {changes.map(({ field, before, after }) => (
                  <tr key={field} data-changed={before !== after}>
                    <th scope="row">{field || t('audit.value')}</th>
                    <td>{before === '' ? t('audit.nothing') : before}</td>
                    <td>{after === '' ? t('audit.nothing') : after}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
      {others.length > 0 && (
        <section aria-labelledby="details" className={classes.section}>
          <h2 id="details">{t('audit.details')}</h2>
          <Facts facts={others.map(([name, value]) => [name, value] as const)} />
        </section>
      )}
    </>
  );
}

interface RelatedProps {
  eventId: string;
  heading: string;
  narrowing: Partial<AuditFilter> & AuditEventFilter;
}

const mostShown = 10;

function Related({ eventId, heading, narrowing }: RelatedProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { data, error } = useQuery(AuditRelatedDocument, { variables: { filter: narrowing } });
  const others = data?.auditEvents.nodes.filter(({ id }) => id !== eventId);
  if (others?.length === 0) return null;
  return (
    <section aria-label={heading} className={classes.section}>
      <h2>
        <Link to={addressOf(narrowing)}>{heading}</Link>
      </h2>
      {error && <p role="alert">{problemText(problemOf(error))}</p>}
      {!data && !error && (
        <Skeleton>
          <Lines count={3} height="1.75rem" />
        </Skeleton>
      )}
      {others && (
        <div role="table" aria-label={heading} className={`${table.table} ${classes.table}`}>
          <div role="rowgroup" className={table.body}>
            {others.slice(0, mostShown).map((event) => (
              <AuditRow key={event.id} event={event} />
            ))}
          </div>
        </div>
      )}
      {others && others.length >= mostShown && <Link to={addressOf(narrowing)}>{t('audit.all')}</Link>}
    </section>
  );
}

/** The file that proves this event to somebody who has nothing but the public key. */
function Proof({ id }: { id: string }) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string | null>(null);

  const take = async (): Promise<void> => {
    setBusy(true);
    setSaid(null);
    try {
      const { data } = await client.query({
        query: AuditProofDocument,
        variables: { id },
        fetchPolicy: 'network-only',
      });
      const proof = data?.auditProof;
      if (proof?.__typename === 'AuditProofFile') save(proof.fileName, proof.content);
      else setSaid(t('audit.proofNotYet'));
    } catch (error) {
      setSaid(problemText(problemOf(error)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button loading={busy} leftSection={<IconCertificate size={16} aria-hidden />} onClick={() => void take()}>
        {t('audit.proof')}
      </Button>
      <span role="status" className={classes.hint}>
        {said}
      </span>
    </>
  );
}

function save(fileName: string, content: string): void {
  const url = URL.createObjectURL(new Blob([content], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
