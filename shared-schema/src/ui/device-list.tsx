import { IconDevices } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAction } from '../client/use-action.ts';
import { Button } from './button.tsx';
import { ConfirmButton } from './confirm-button.tsx';
import { FormAlert } from './form-alert.tsx';
import { Section } from './security-settings.tsx';
import classes from './security-settings.module.css';
import { Since } from './since.tsx';
import { StatusBadge } from './status-badge.tsx';
import { useFormat } from './use-format.tsx';

export interface Device {
  id: string;
  browser: string | null;
  system: string | null;
  ip: string | null;
  createdAt: string;
  lastUsedAt: string;
  /** Our support looks at the account, as its owner allowed. */
  bySupport: boolean;
  /** A phone that goes on with joining, and can do nothing else. */
  forJoining: boolean;
  current: boolean;
}

interface DeviceListProps {
  devices: readonly Device[];
  end: (id: string) => Promise<void>;
  endOthers: () => Promise<void>;
  endAll: () => Promise<void>;
}

/** Where somebody is signed in, and how to end it there. */
export function DeviceList({ devices, end, endOthers, endAll }: DeviceListProps) {
  const { t } = useTranslation('ui');
  const { isUnderWay, problem, run } = useAction<'others' | 'all'>();
  return (
    <Section icon={<IconDevices size={20} aria-hidden />} title={t('devices.title')} text={t('devices.text')}>
      <ul className={classes.list}>
        {devices.map((device) => (
          <DeviceRow key={device.id} device={device} end={end} />
        ))}
      </ul>
      <FormAlert>{problem && t(`problem.${problem}`)}</FormAlert>
      <div className={classes.actions}>
        {devices.length > 1 && (
          <Button loading={isUnderWay('others')} onClick={() => run(endOthers, 'others')}>
            {t('devices.endOthers')}
          </Button>
        )}
        <ConfirmButton
          label={t('devices.endAll')}
          confirm={t('devices.endAllSure')}
          danger
          busy={isUnderWay('all')}
          onConfirm={() => run(endAll, 'all')}
        />
      </div>
    </Section>
  );
}

function DeviceRow({ device, end }: { device: Device; end: (id: string) => Promise<void> }) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const { busy, problem, run } = useAction();
  const seen = [device.browser ?? t('devices.program'), device.system].filter((part) => part !== null).join(' · ');
  const name = device.bySupport ? t('devices.support') : device.forJoining ? t('devices.forJoining', { seen }) : seen;
  return (
    <li className={classes.row}>
      <div className={classes.about}>
        <strong>{name}</strong>
        <span className={classes.text}>
          {t('devices.since', { date: format.dateTime(device.createdAt) })}
          {device.ip !== null && ` · ${device.ip}`}
          {!device.current && (
            <>
              {' · '}
              {t('security.used')} <Since at={device.lastUsedAt} />
            </>
          )}
        </span>
      </div>
      {device.current ? (
        <StatusBadge tone="positive">{t('devices.current')}</StatusBadge>
      ) : (
        <Button
          variant="quiet"
          loading={busy}
          aria-label={t('devices.endOf', { name })}
          onClick={() => run(() => end(device.id))}
        >
          {t('devices.end')}
        </Button>
      )}
      {problem && (
        <p role="alert" className={classes.problem}>
          {t(`problem.${problem}`)}
        </p>
      )}
    </li>
  );
}
