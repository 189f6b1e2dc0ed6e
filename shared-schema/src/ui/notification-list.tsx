import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import classes from './notification-list.module.css';
import { Since } from './since.tsx';

interface ListedNotification {
  id: string;
  title: string;
  text: string;
  link: string | null;
  createdAt: string;
  readAt: string | null;
}

interface NotificationListProps {
  ref?: Ref<HTMLUListElement>;
  notifications: readonly ListedNotification[];
  onRead: (id: string) => void;
}

/** What somebody was told, newest first. Following a link reads it too. */
export function NotificationList({ ref, notifications, onRead }: NotificationListProps) {
  const { t } = useTranslation('ui');
  return (
    <ul ref={ref} className={classes.list} aria-label={t('inbox.list')}>
      {notifications.map(({ id, title, text, link, createdAt, readAt }) => {
        const unread = readAt === null;
        return (
          <li key={id} className={classes.item} data-unread={unread} aria-labelledby={`notification-${id}`}>
            <h2 id={`notification-${id}`} tabIndex={-1} className={classes.title}>
              {unread && <span className={classes.mark}>{t('inbox.new')}</span>}
              {title}
            </h2>
            <p className={classes.text}>{text}</p>
            <div className={classes.foot}>
              <Since at={createdAt} />
              {link !== null && (
                <a className={classes.link} href={link} onClick={() => unread && onRead(id)}>
                  {t('inbox.open')}
                </a>
              )}
              {unread && (
                <Button
                  variant="quiet"
                  size="compact-sm"
                  aria-label={t('inbox.readThis', { title })}
                  onClick={({ currentTarget }) => {
                    // It goes with what it does: the keyboard stays at what was read.
                    currentTarget.closest('li')?.querySelector('h2')?.focus({ preventScroll: true });
                    onRead(id);
                  }}
                >
                  {t('inbox.read')}
                </Button>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
