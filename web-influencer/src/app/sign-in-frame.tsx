import { LanguageSelect } from '@influencegen/shared-schema/ui/language-select';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Artwork } from './artwork.tsx';
import { Brand } from './brand.tsx';
import classes from './sign-in-frame.module.css';

/** Around everything that people see before they are signed in. */
export function SignInFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className={classes.page}>
      <div className={classes.picture}>
        <Artwork label={t('signIn.artwork')} />
      </div>
      <div className={classes.panel}>
        <Brand />
        {children}
        <div className={classes.language}>
          <LanguageSelect />
        </div>
      </div>
    </main>
  );
}
