import '@mantine/core/styles/Popover.layer.css';
import { Popover } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './account-popover.module.css';
import { Button } from './button.tsx';
import { LanguageSelect } from './language-select.tsx';
import { ThemeToggle } from './theme-toggle.tsx';

interface AccountPopoverProps {
  name: string;
  email: string;
  onSignOut: () => void;
  /** The button that opens it; give it `aria-label={t('ui:account.open', { name })}` when it shows no name. */
  children: ReactElement;
}

export function AccountPopover({ name, email, onSignOut, children }: AccountPopoverProps) {
  const { t } = useTranslation('ui');
  return (
    <Popover width={280} position="bottom-end" trapFocus returnFocus classNames={{ dropdown: classes.panel }}>
      <Popover.Target>{children}</Popover.Target>
      <Popover.Dropdown aria-label={t('account.open', { name })}>
        <div>
          <p className={classes.name}>{name}</p>
          <p className={classes.email}>{email}</p>
        </div>
        <ThemeToggle />
        <LanguageSelect />
        <Button leftSection={<IconLogout size={16} aria-hidden />} onClick={onSignOut}>
          {t('account.signOut')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
