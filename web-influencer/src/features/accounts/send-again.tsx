import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './send-again.module.css';

/** For a mail that did not arrive. */
export function SendAgain({ send }: { send: () => Promise<void> }) {
  const { t } = useTranslation(['app', 'ui']);
  const [state, setState] = useState<'idle' | 'busy' | 'sent' | Problem>('idle');
  const sendAgain = async (): Promise<void> => {
    setState('busy');
    try {
      await send();
      setState('sent');
    } catch (error) {
      setState(problemOf(error));
    }
  };
  const failed = state !== 'idle' && state !== 'busy' && state !== 'sent';
  return (
    <div className={classes.again}>
      <Button loading={state === 'busy'} onClick={() => void sendAgain()}>
        {t('register.sendAgain')}
      </Button>
      <div role="status" className={classes.sent}>
        {state === 'sent' && t('register.sentAgain')}
      </div>
      <FormAlert>{failed && t(`ui:problem.${state}`)}</FormAlert>
    </div>
  );
}
