import { fieldProblems, hasCode, problemOf } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { useEffect, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import type { SettingRow_settingFragment } from './setting-row.generated';
import classes from './settings.module.css';
import { draftOf, readDraft, readShape, type Draft, type Problem } from './shape';
import { useChangeSetting, useSettingNews } from './use-change-setting';
import { useValueWords } from './use-value-words';
import { ValueEditor } from './value-editor';

/** For whom: neither names the workspace. */
export interface SettingTarget {
  role?: string;
  accountId?: string;
}

interface Typed {
  draft: Draft;
  /** The last change when it was begun: a later one must not be overwritten unseen. Absent: the one of now. */
  revision?: number | null;
}

interface SettingFormProps {
  setting: SettingRow_settingFragment;
  target?: SettingTarget;
  /** JSON: what holds now. */
  value: string | null;
  /** Of the last change that is known; null when none is, and for an exception that is added. */
  revision: number | null;
  /** An exception that must not replace one that is there. */
  added?: boolean;
  /** What lets the wider value hold again; absent when it does. */
  unsetLabel?: string | undefined;
  onDirty: (dirty: boolean) => void;
  onSaved?: () => void;
  /** Not yet known for whom. */
  blocked?: boolean;
  children?: ReactNode;
}

export function SettingForm({
  setting,
  target = {},
  value,
  revision,
  added = false,
  unsetLabel,
  onDirty,
  onSaved,
  blocked = false,
  children,
}: SettingFormProps) {
  const { t } = useTranslation();
  const words = useValueWords();
  const problemText = useProblemText();
  const { change } = useChangeSetting();
  const tell = useSettingNews();
  const [typed, setTyped] = useState<Typed | null>(null);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problems, setProblems] = useState<readonly Problem[]>([]);
  const [failure, setFailure] = useState<string | null>(null);

  const { key, secret, unit } = setting;
  const shape = readShape(setting.shape);
  const current = secret || value === null ? draftOf(shape, undefined) : draftOf(shape, JSON.parse(value));
  const draft = typed?.draft ?? current;
  const changed = JSON.stringify(draft) !== JSON.stringify(current);
  const rule = words.rule(key, setting.description);
  const isException = target.role !== undefined || target.accountId !== undefined;
  const dirty = changed || reason !== '';

  useEffect(() => {
    onDirty(dirty);
    return () => onDirty(false);
  }, [dirty, onDirty]);

  const send = async (json: string | null, seen: number | null): Promise<void> => {
    setBusy(true);
    setFailure(null);
    setProblems([]);
    try {
      const made = await change({
        key,
        value: json,
        revision: seen,
        ...(added && { added }),
        reason: reason || null,
        ...target,
      });
      setTyped(null);
      setReason('');
      tell(
        secret || json === null
          ? t(json === null ? 'settings.unsetDone' : 'settings.secretSaved', { rule })
          : t('settings.saved', { rule, value: words.value(setting, json) }),
        secret ? null : made,
      );
      onSaved?.();
    } catch (error) {
      // They have been told, and what holds now stands above: the next try is on that.
      if (hasCode(error, 'CONFLICT')) setTyped((known) => known && { draft: known.draft });
      const found = fieldProblems(error);
      setProblems(found);
      if (added && hasCode(error, 'CONFLICT')) setFailure(t('settings.overrideThere'));
      else if (found.length === 0) setFailure(problemText(problemOf(error)));
      else if (found.some(({ path }) => !path.startsWith('value'))) setFailure(problemText('BAD_USER_INPUT'));
    } finally {
      setBusy(false);
    }
  };

  const save = (event: FormEvent): void => {
    event.preventDefault();
    const read = readDraft(shape, draft);
    setProblems(read.problems);
    if (read.problems.length === 0) void send(JSON.stringify(read.value), typed?.revision ?? revision);
  };

  return (
    <form className={classes.form} onSubmit={save} noValidate>
      {children}
      <ValueEditor
        shape={shape}
        label={t(secret ? 'settings.newSecret' : isException ? 'settings.valueForThem' : 'settings.value')}
        draft={draft}
        onChange={(next) => setTyped((known) => ({ ...(known ?? { revision }), draft: next }))}
        unit={unit}
        secret={secret}
        problems={problems}
      />
      <TextField
        className={classes.text}
        label={t('settings.reason')}
        description={t('settings.reasonHint')}
        value={reason}
        maxLength={500}
        autoComplete="off"
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <p role="alert" className={classes.problem}>
        {failure}
      </p>
      <div className={classes.buttons}>
        <Button type="submit" variant="primary" loading={busy} disabled={!changed || blocked}>
          {t('settings.save')}
        </Button>
        {dirty && (
          <Button
            variant="quiet"
            onClick={() => {
              setTyped(null);
              setReason('');
              setProblems([]);
              setFailure(null);
            }}
          >
            {t('settings.discard')}
          </Button>
        )}
        {unsetLabel !== undefined && (
          <Button variant="quiet" disabled={busy} onClick={() => void send(null, revision)}>
            {unsetLabel}
          </Button>
        )}
      </div>
    </form>
  );
}
