import { LanguageSelect } from '@influencegen/shared-schema/ui/language-select';
import { ThemeToggle } from '@influencegen/shared-schema/ui/theme-toggle';
import type { ReactNode } from 'react';
import { Wordmark } from '../ui/wordmark';
import classes from './sign-in-frame.module.css';

/** Around everything that people see before they are signed in. */
export function SignInFrame({ children }: { children: ReactNode }) {
  return (
    <div className={classes.page}>
      <main className={classes.panel}>
        <Wordmark />
        {children}
      </main>
      <footer className={classes.footer}>
        <ThemeToggle />
        <LanguageSelect />
      </footer>
    </div>
  );
}
