import '@mantine/core/styles/VisuallyHidden.layer.css';
import { VisuallyHidden } from '@mantine/core';
import { useSignOut } from '@influencegen/shared-schema/client/use-sign-out';
import { AccountPopover } from '@influencegen/shared-schema/ui/account-popover';
import {
  IconBell,
  IconCompass,
  IconHome,
  IconLayoutGrid,
  IconListCheck,
  IconSparkles,
  IconUserCircle,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useKeepLanguage } from '../features/accounts/use-keep-language.ts';
import { Brand } from './brand.tsx';
import { isHandedOff } from './handed-off.ts';
import classes from './navigation.module.css';

const mostCounted = 99;

interface NavigationProps {
  name: string;
  email: string;
  permissions: readonly string[];
  /** Null: not known. */
  unread: number | null;
}

/** A bar of tabs under the thumb on a phone, a header on wider screens. */
export function Navigation({ name, email, permissions, unread }: NavigationProps) {
  const { t } = useTranslation(['app', 'ui']);
  const may = (permission: string): boolean => permissions.includes(permission);
  const hasInbox = may('notices.own');
  const isJoining = may('onboarding.own') && !may('imaging.request');
  const { signOut, problem } = useSignOut();
  const keepLanguage = useKeepLanguage();
  const ownsAccount = !isHandedOff(permissions);
  return (
    <header className={classes.bar}>
      <div className={classes.brand}>
        <Brand />
      </div>
      <nav className={classes.tabs} aria-label={t('nav.label')}>
        {may('imaging.request') && (
          <NavLink to="/" end className={classes.tab}>
            <IconHome size={20} stroke={1.7} aria-hidden />
            <span className={classes.label}>{t('nav.home')}</span>
          </NavLink>
        )}
        {isJoining && (
          <NavLink to="/onboarding" className={classes.tab}>
            <IconListCheck size={20} stroke={1.7} aria-hidden />
            <span className={classes.label}>{t('nav.joining')}</span>
          </NavLink>
        )}
        {may('campaigns.discover') && (
          <NavLink to="/discover" className={classes.tab}>
            <IconCompass size={20} stroke={1.7} aria-hidden />
            <span className={classes.label}>{t('nav.discover')}</span>
          </NavLink>
        )}
        {may('imaging.own') && (
          <>
            <NavLink to="/studio" className={classes.tab}>
              <IconSparkles size={20} stroke={1.7} aria-hidden />
              <span className={classes.label}>{t('nav.studio')}</span>
            </NavLink>
            <NavLink to="/gallery" className={classes.tab}>
              <IconLayoutGrid size={20} stroke={1.7} aria-hidden />
              <span className={classes.label}>{t('nav.gallery')}</span>
            </NavLink>
          </>
        )}
        {hasInbox && (
          <NavLink to="/inbox" className={classes.tab}>
            <span className={classes.bell}>
              <IconBell size={20} stroke={1.7} aria-hidden />
              {unread !== null && unread > 0 && (
                <span className={classes.count} aria-hidden>
                  {unread > mostCounted ? `${mostCounted}+` : unread}
                </span>
              )}
            </span>
            <span className={classes.label}>{t('nav.inbox')}</span>{' '}
            {unread !== null && unread > 0 && (
              <VisuallyHidden>{t('ui:inbox.unread', { count: unread })}</VisuallyHidden>
            )}
          </NavLink>
        )}
      </nav>
      <AccountPopover
        name={name}
        email={email}
        profileTo="/profile"
        helpTo="/help"
        ownsAccount={ownsAccount}
        keepLanguage={ownsAccount ? keepLanguage : undefined}
        onSignOut={signOut}
        problem={problem && t('nav.signOutFailed')}
      >
        <button type="button" className={classes.tab} aria-label={t('ui:account.open', { name })}>
          <IconUserCircle size={20} stroke={1.7} aria-hidden />
          <span className={`${classes.label} ${classes.account}`}>{t('nav.account')}</span>
        </button>
      </AccountPopover>
    </header>
  );
}
