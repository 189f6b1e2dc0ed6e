import { IconDeviceMobile, IconFingerprint } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { hasPasskeys } from '../client/passkeys.ts';
import { Button } from './button.tsx';
import classes from './factor-setup.module.css';
import { FormAlert } from './form-alert.tsx';
import { useFactorSetup, type FactorApi } from './use-factor-setup.tsx';

/** The first second factor of somebody whose role needs one. */
export function Enrolment({ api, onDone }: { api: FactorApi; onDone: () => void }) {
  const { t } = useTranslation('ui');
  const setup = useFactorSetup(api, onDone);
  if (setup.element) return setup.element;
  return (
    <div className={classes.setup}>
      <p className={classes.hint}>{t('enrolment.text')}</p>
      <FormAlert>{setup.problem && t(`problem.${setup.problem}`)}</FormAlert>
      <Button
        variant="primary"
        loading={setup.busy}
        leftSection={<IconDeviceMobile size={18} aria-hidden />}
        onClick={setup.startTotp}
      >
        {t('enrolment.totp')}
      </Button>
      {hasPasskeys() && (
        <Button leftSection={<IconFingerprint size={18} aria-hidden />} onClick={setup.startPasskey}>
          {t('enrolment.passkey')}
        </Button>
      )}
    </div>
  );
}
