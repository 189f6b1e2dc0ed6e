import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useConnectionState } from '../client/connection.ts';
import classes from './connection-banner.module.css';

const blinkOfAnEye = 1500;

/** Stays quiet about breaks that heal by themselves at once. */
export function ConnectionBanner() {
  const { t } = useTranslation('ui');
  const state = useConnectionState();
  const [shown, setShown] = useState(state);
  useEffect(() => {
    const timer = setTimeout(() => setShown(state), state === 'online' ? 0 : blinkOfAnEye);
    return () => clearTimeout(timer);
  }, [state]);
  return (
    <div role="status" className={classes.place}>
      {shown !== 'online' && <p className={classes.banner}>{t(`connection.${shown}`)}</p>}
    </div>
  );
}
