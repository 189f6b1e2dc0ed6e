import { IconBellCog, IconHelp, IconLogout, IconShieldLock, IconUser } from '@tabler/icons-react';
import { cloneElement, useId, type ComponentProps, type MouseEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './account-popover.module.css';
import { Button } from './button.tsx';
import { LanguageSelect, type KeepLanguage } from './language-select.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

interface AccountPopoverProps {
  name: string;
  email: string;
  /** Where people keep what is known about them. */
  profileTo?: string;
  /** Short answers to what people ask. */
  helpTo?: string;
  /** False: a device that may not change anything about the account. */
  ownsAccount?: boolean;
  keepLanguage?: KeepLanguage | undefined;
  onSignOut: () => void;
  /** Why signing out did not work. */
  problem?: string | null;
  /** The button that opens it; give it `aria-label={t('ui:account.open', { name })}` when it shows no name. */
  children: ReactElement<ComponentProps<'button'>>;
}

/** A link inside is no click elsewhere. */
const close = ({ currentTarget }: MouseEvent<HTMLElement>): void =>
  currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();

/** The browser's own popover: it closes on Escape and on a click elsewhere, and gives the focus back. */
export function AccountPopover({
  name,
  email,
  profileTo,
  helpTo,
  ownsAccount = true,
  keepLanguage,
  onSignOut,
  problem,
  children,
}: AccountPopoverProps) {
  const { t } = useTranslation('ui');
  const id = useId();
  return (
    <div className={classes.anchor}>
      {cloneElement(children, { popoverTarget: id, 'aria-haspopup': 'dialog' })}
      <div id={id} popover="auto" role="dialog" aria-label={t('account.open', { name })} className={classes.panel}>
        <div>
          <p className={classes.name}>
            <bdi>{name}</bdi>
          </p>
          <p className={classes.email}>{email}</p>
        </div>
        {profileTo !== undefined && ownsAccount && (
          <Button component={Link} to={profileTo} onClick={close} leftSection={<IconUser size={16} aria-hidden />}>
            {t('account.profile')}
          </Button>
        )}
        {ownsAccount && (
          <>
            <Button
              component={Link}
              to="/security"
              onClick={close}
              leftSection={<IconShieldLock size={16} aria-hidden />}
            >
              {t('security.title')}
            </Button>
            <Button
              component={Link}
              to="/inbox/settings"
              onClick={close}
              leftSection={<IconBellCog size={16} aria-hidden />}
            >
              {t('account.notifications')}
            </Button>
          </>
        )}
        {helpTo !== undefined && (
          <Button component={Link} to={helpTo} onClick={close} leftSection={<IconHelp size={16} aria-hidden />}>
            {t('account.help')}
          </Button>
        )}
        <ThemeToggle />
        <LanguageSelect keep={keepLanguage} />
        <Button leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
          {t('account.signOut')}
        </Button>
        {problem && <p role="alert">{problem}</p>}
      </div>
    </div>
  );
}
