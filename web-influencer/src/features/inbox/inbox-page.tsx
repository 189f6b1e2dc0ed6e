import { useApolloClient, useMutation, useSuspenseQuery } from '@apollo/client/react';
import { noteAllRead } from '@influencegen/shared-schema/client/inbox-cache';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { NotificationList } from '@influencegen/shared-schema/ui/notification-list';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { IconAdjustments, IconChecks, IconInbox } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StudioInboxDocument } from './inbox-page.generated';
import classes from './inbox.module.css';
import { StudioMarkAllReadDocument, StudioMarkReadDocument } from './mark-read.generated';

export function InboxPage() {
  const { t } = useTranslation(['app', 'ui']);
  return (
    <div className={classes.page}>
      <PageHeader title={t('inbox.title')}>
        <Button
          component={Link}
          to="/inbox/settings"
          variant="quiet"
          leftSection={<IconAdjustments size={16} aria-hidden />}
        >
          {t('inbox.settings')}
        </Button>
      </PageHeader>
      <PageBoundary skeleton={<InboxSkeleton />}>
        <Inbox />
      </PageBoundary>
    </div>
  );
}

function Inbox() {
  const { t } = useTranslation(['app', 'ui']);
  const client = useApolloClient();
  const { data } = useSuspenseQuery(StudioInboxDocument, { fetchPolicy: 'cache-and-network' });
  const [markRead] = useMutation(StudioMarkReadDocument);
  const [markAllRead] = useMutation(StudioMarkAllReadDocument, { update: noteAllRead });
  const { busy, problem, run } = useAction();
  const { nodes, pageInfo } = data.notifications;

  // Past the hook's fetchMore: a page that failed would take away the ones that are shown.
  const readOn = () =>
    client.query({
      query: StudioInboxDocument,
      variables: { after: pageInfo.endCursor },
      fetchPolicy: 'network-only',
    });

  if (nodes.length === 0)
    return (
      <EmptyState icon={<IconInbox size={40} stroke={1.3} />} title={t('ui:inbox.empty')}>
        {t('ui:inbox.emptyText')}
      </EmptyState>
    );
  const unread = nodes.some(({ readAt }) => readAt === null);
  return (
    <>
      <div className={classes.tools}>
        <Button
          disabled={!unread}
          leftSection={<IconChecks size={16} aria-hidden />}
          onClick={() => run(() => markAllRead())}
        >
          {t('ui:inbox.readAll')}
        </Button>
      </div>
      {problem && <p role="alert">{t(`ui:problem.${problem}`)}</p>}
      <NotificationList notifications={nodes} onRead={(id) => run(() => markRead({ variables: { id } }))} />
      {pageInfo.hasNextPage && (
        <div className={classes.more}>
          <Button loading={busy} onClick={() => run(readOn)}>
            {t('ui:inbox.more')}
          </Button>
        </div>
      )}
    </>
  );
}

function InboxSkeleton() {
  return (
    <Skeleton>
      <Lines count={8} height="3.5rem" />
    </Skeleton>
  );
}
