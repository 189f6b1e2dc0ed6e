import '@mantine/core/styles/VisuallyHidden.layer.css';
import { VisuallyHidden } from '@mantine/core';
import { useSignOut } from '@influencegen/shared-schema/client/use-sign-out';
import { AccountPopover } from '@influencegen/shared-schema/ui/account-popover';
import { Button, IconButton } from '@influencegen/shared-schema/ui/button';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconMenu2, IconSelector, IconX } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useLocation } from 'react-router';
import { useKeepLanguage } from '../features/accounts/use-keep-language';
import { useUnreadCount } from '@influencegen/shared-schema/client/use-unread-count';
import { useEscape } from '@influencegen/shared-schema/ui/use-escape';
import { Wordmark } from '../ui/wordmark';
import { PaletteButton } from './quick-keys';
import { sections } from './sections';
import type { Viewer } from './session';
import classes from './sidebar.module.css';

/** A heading with nothing below it says nothing. */
const sectionsFor = ({ permissions }: Viewer) =>
  sections
    .map(({ name, pages }) => ({ name, pages: pages.filter(({ needs }) => permissions.includes(needs)) }))
    .filter(({ pages }) => pages.length > 0);

export function Sidebar({ viewer }: { viewer: Viewer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key } = useLocation();
  // On a phone the navigation folds under a button; arriving anywhere folds it again.
  const [openedAt, setOpenedAt] = useState<string | null>(null);
  const open = openedAt === key;
  const panel = useId();
  const { signOut, problem } = useSignOut();
  const keepLanguage = useKeepLanguage();
  const unread = useUnreadCount(viewer.permissions.includes('notices.own')) ?? 0;

  useEscape(open, () => setOpenedAt(null));

  return (
    <header className={classes.bar}>
      <div className={classes.top}>
        <Wordmark />
        <IconButton
          className={classes.toggle}
          aria-label={t(open ? 'nav.close' : 'nav.open')}
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setOpenedAt(open ? null : key)}
        >
          {open ? <IconX size={18} aria-hidden /> : <IconMenu2 size={18} aria-hidden />}
        </IconButton>
      </div>
      <div id={panel} className={classes.panel} data-open={open}>
        <PaletteButton className={classes.search} />
        <nav aria-label={t('nav.label')} className={classes.nav}>
          {sectionsFor(viewer).map(({ name, pages }) => (
            <div key={name}>
              <p id={`${panel}-${name}`} className={classes.section}>
                {t(`nav.${name}`)}
              </p>
              <ul aria-labelledby={`${panel}-${name}`}>
                {pages.map(({ to, name: page, Icon }) => (
                  <li key={to}>
                    <NavLink to={to} className={classes.link}>
                      <Icon size={16} stroke={1.75} aria-hidden />
                      {t(`nav.${page}`)}{' '}
                      {page === 'inbox' && unread > 0 && (
                        <span className={classes.count}>
                          {format.number(unread)} <VisuallyHidden>{t('nav.unread')}</VisuallyHidden>
                        </span>
                      )}
                    </NavLink>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <div className={classes.account}>
          {problem && <p role="alert">{t('nav.signOutFailed')}</p>}
          <AccountPopover
            name={viewer.displayName}
            email={viewer.email}
            keepLanguage={keepLanguage}
            onSignOut={signOut}
          >
            <Button
              variant="quiet"
              fullWidth
              justify="space-between"
              rightSection={<IconSelector size={16} aria-hidden />}
            >
              <bdi>{viewer.displayName}</bdi>
            </Button>
          </AccountPopover>
        </div>
      </div>
    </header>
  );
}
