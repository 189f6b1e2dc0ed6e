import { useMutation, useQuery } from '@apollo/client/react';
import { IconAdjustments, IconChecks, IconInbox } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { noteAllRead } from '../client/inbox-cache.ts';
import {
  InboxDocument,
  MarkAllReadDocument,
  MarkReadDocument,
  UnreadCountDocument,
} from '../client/inbox.generated.ts';
import { useAction } from '../client/use-action.ts';
import { useCursorPages } from '../client/use-cursor-pages.ts';
import { Button, IconButton } from './button.tsx';
import { EmptyState } from './empty-state.tsx';
import classes from './inbox.module.css';
import { NewRows } from './new-rows.tsx';
import { NotificationList } from './notification-list.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { PageHeader } from './page-header.tsx';
import { Lines, Skeleton } from './skeleton.tsx';

interface InboxProps {
  title: string;
  /** The way to what one wants to be told. */
  settings: { to: string; label: string };
}

type Run = ReturnType<typeof useAction>['run'];

/** What the viewer was told, page by page. */
export function Inbox({ title, settings }: InboxProps) {
  const { t } = useTranslation('ui');
  const { problem, run } = useAction();
  return (
    <>
      <PageHeader title={title}>
        <ReadAll run={run} />
        <IconButton
          component={Link}
          to={settings.to}
          aria-label={settings.label}
          title={settings.label}
          className={classes.settings}
        >
          <IconAdjustments size={20} aria-hidden />
        </IconButton>
      </PageHeader>
      {problem && <p role="alert">{t(`problem.${problem}`)}</p>}
      <PageBoundary
        skeleton={
          <Skeleton>
            <Lines count={8} height="3.5rem" />
          </Skeleton>
        }
      >
        <Notifications run={run} />
      </PageBoundary>
    </>
  );
}

/** Stands in the header once there is a list below it. What is unread may also stand further down than was read so far. */
function ReadAll({ run }: { run: Run }) {
  const { t } = useTranslation('ui');
  const { data: list } = useQuery(InboxDocument, { fetchPolicy: 'cache-only' });
  const { data: counted } = useQuery(UnreadCountDocument);
  const [markAllRead] = useMutation(MarkAllReadDocument, { update: noteAllRead });
  const { nodes = [], pageInfo } = list?.notifications ?? {};
  if (nodes.length === 0) return null;
  const unread =
    nodes.some(({ readAt }) => readAt === null) ||
    (pageInfo?.hasNextPage && counted !== undefined && counted.unreadNotifications > 0);
  return (
    <Button
      disabled={!unread}
      leftSection={<IconChecks size={16} aria-hidden />}
      onClick={() => run(() => markAllRead())}
    >
      {t('inbox.readAll')}
    </Button>
  );
}

function Notifications({ run }: { run: Run }) {
  const { t } = useTranslation('ui');
  const area = useRef<HTMLUListElement>(null);
  const [markRead] = useMutation(MarkReadDocument);
  const { nodes, news, hasMore, loadMore, loadingMore, problem } = useCursorPages(
    InboxDocument,
    {},
    ({ notifications }) => notifications,
    area,
  );

  if (nodes.length === 0)
    return (
      <EmptyState icon={<IconInbox size={40} stroke={1.3} />} title={t('inbox.empty')}>
        {t('inbox.emptyText')}
      </EmptyState>
    );
  return (
    <>
      <div>
        <NewRows of={news} />
        <NotificationList
          ref={area}
          notifications={nodes}
          onRead={(id) => run(() => markRead({ variables: { id } }))}
        />
      </div>
      {problem && <p role="alert">{t(`problem.${problem}`)}</p>}
      {hasMore && (
        <div className={classes.more}>
          <Button loading={loadingMore} onClick={loadMore}>
            {t('inbox.more')}
          </Button>
        </div>
      )}
    </>
  );
}
