import { Since } from '@influencegen/shared-schema/ui/since';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { IconChevronRight } from '@tabler/icons-react';
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LeaveGuard } from '@influencegen/shared-schema/ui/leave-guard';
import { SettingForm } from './setting-form';
import { SettingHistory } from './setting-history';
import { SettingOverrides, type PersonChoice } from './setting-overrides';
import type { SettingRow_settingFragment } from './setting-row.generated';
import classes from './settings.module.css';
import { useValueWords } from './use-value-words';

interface SettingRowProps {
  setting: SettingRow_settingFragment;
  open: boolean;
  onToggle: () => void;
  mayChange: boolean;
  personChoice: PersonChoice;
}

/** One line that says what holds; unfolds into everything about the setting. */
export function SettingRow({ setting, open, onToggle, mayChange, personChoice }: SettingRowProps) {
  const { t } = useTranslation();
  const words = useValueWords();
  const id = useId();
  const toggle = useRef<HTMLButtonElement>(null);
  const { key, description, isSet, overrides, lastChange, secret } = setting;

  // Also when it was opened from elsewhere, by an address or the palette: the focus brings it into view.
  useEffect(() => {
    if (open) toggle.current?.focus();
  }, [open]);

  return (
    <li className={classes.row} data-open={open}>
      <h3 className={classes.heading}>
        <button
          ref={toggle}
          type="button"
          className={classes.toggle}
          aria-expanded={open}
          aria-controls={id}
          onClick={onToggle}
        >
          <IconChevronRight size={16} aria-hidden className={classes.chevron} />
          <span className={classes.rule}>{words.rule(key, description)}</span>
          <span className={classes.value}>
            {words.value(setting, secret ? (isSet ? 'true' : null) : setting.value)}
          </span>
        </button>
      </h3>
      <p className={classes.facts}>
        <code>{key}</code>
        {isSet && <StatusBadge tone="info">{t('settings.changed')}</StatusBadge>}
        {overrides > 0 && <span>{t('settings.overridden', { count: overrides })}</span>}
        {lastChange && (
          <span>
            {lastChange.changedBy?.displayName ?? t('settings.platform')} · <Since at={lastChange.changedAt} />
          </span>
        )}
      </p>
      <div id={id} hidden={!open}>
        {open && <SettingDetail setting={setting} mayChange={mayChange} personChoice={personChoice} />}
      </div>
    </li>
  );
}

type SettingDetailProps = Pick<SettingRowProps, 'setting' | 'mayChange' | 'personChoice'>;

function SettingDetail({ setting, mayChange, personChoice }: SettingDetailProps) {
  const { t } = useTranslation();
  const words = useValueWords();
  const id = useId();
  const [valueDirty, setValueDirty] = useState(false);
  const [overrideDirty, setOverrideDirty] = useState(false);
  const { key, secret, isSet, initial, value, revision, levels } = setting;
  const unsetLabel = secret
    ? t('settings.removeSecret')
    : t('settings.reset', { value: words.value(setting, initial) });
  const isLost = useCallback(
    (from: { pathname: string; search: string }, to: { pathname: string; search: string }) =>
      from.pathname !== to.pathname ||
      new URLSearchParams(from.search).get('open') !== new URLSearchParams(to.search).get('open'),
    [],
  );
  return (
    <div className={classes.detail}>
      <LeaveGuard when={valueDirty || overrideDirty} isLost={isLost} />
      {mayChange ? (
        <SettingForm
          setting={setting}
          value={value}
          revision={revision}
          unsetLabel={isSet ? unsetLabel : undefined}
          onDirty={setValueDirty}
        />
      ) : (
        <p className={classes.hint}>{t('settings.readOnly')}</p>
      )}
      {levels.length > 0 && (
        <section aria-labelledby={`${id}-overrides`} className={classes.section}>
          <h4 id={`${id}-overrides`}>{t('settings.overrides')}</h4>
          <SettingOverrides
            setting={setting}
            mayChange={mayChange}
            personChoice={personChoice}
            onDirty={setOverrideDirty}
          />
        </section>
      )}
      <section aria-labelledby={`${id}-history`} className={classes.section}>
        <h4 id={`${id}-history`}>{t('settings.history')}</h4>
        <SettingHistory settings={new Map([[key, setting]])} settingKey={key} mayChange={mayChange} />
      </section>
    </div>
  );
}
