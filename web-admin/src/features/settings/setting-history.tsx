import { useFragment, useQuery } from '@apollo/client/react';
import type { FragmentType } from '@apollo/client';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { ErrorState } from '@influencegen/shared-schema/ui/error-state';
import { Since } from '@influencegen/shared-schema/ui/since';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProblemText } from '../../ui/use-problem-text';
import { ScopeName } from './scope-name';
import { SettingChange_changeFragmentDoc, type SettingChange_changeFragment } from './setting-change.generated';
import { SettingChangesDocument } from './setting-changes.generated';
import type { SettingRow_settingFragment } from './setting-row.generated';
import classes from './settings.module.css';
import { readShape } from './shape';
import { useChangeSetting, useSettingNews } from './use-change-setting';
import { partsOf, useValueWords } from './use-value-words';

interface SettingHistoryProps {
  /** By key: those whose changes can be shown. */
  settings: ReadonlyMap<string, SettingRow_settingFragment>;
  /** Null: of all. */
  settingKey: string | null;
  mayChange: boolean;
}

const pageSize = 10;

/** Who changed what when, newest first. */
export function SettingHistory({ settings, settingKey, mayChange }: SettingHistoryProps) {
  const { t } = useTranslation();
  const { data, error, refetch, fetchMore, networkStatus } = useQuery(SettingChangesDocument, {
    variables: { key: settingKey, first: pageSize },
    fetchPolicy: 'cache-and-network',
  });
  if (!data && error) return <ErrorState error={error} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data)
    return (
      <Skeleton>
        <Lines count={3} height="1.75rem" />
      </Skeleton>
    );
  const { nodes, pageInfo } = data.settingChanges;
  if (nodes.length === 0)
    return settingKey === null ? (
      <EmptyState title={t('settings.noChanges')} />
    ) : (
      <p className={classes.hint}>{t('settings.neverChanged')}</p>
    );
  return (
    <>
      <ol className={classes.changes} aria-label={t('settings.history')}>
        {nodes.map((change) => (
          <Change
            key={change.id}
            change={change}
            setting={settings.get(change.settingKey)}
            named={settingKey === null}
            mayChange={mayChange}
          />
        ))}
      </ol>
      {pageInfo.hasNextPage && (
        <Button
          className={classes.add}
          loading={networkStatus === 3}
          onClick={() => void fetchMore({ variables: { after: pageInfo.endCursor } }).catch(() => undefined)}
        >
          {t('loadMore')}
        </Button>
      )}
    </>
  );
}

interface ChangeProps {
  change: FragmentType<SettingChange_changeFragment>;
  setting: SettingRow_settingFragment | undefined;
  named: boolean;
  mayChange: boolean;
}

function Change({ change, setting, named, mayChange }: ChangeProps) {
  const { t } = useTranslation();
  const words = useValueWords();
  const [open, setOpen] = useState(false);
  const { data: made, complete } = useFragment({ fragment: SettingChange_changeFragmentDoc, from: change });
  if (!complete) return null;

  const { before, after, changedBy, changedAt, reason, scope } = made;
  const said = (json: string | null): string => words.inChange(setting, scope, json);
  const who = changedBy?.displayName ?? t('settings.platform');
  return (
    <li className={classes.change}>
      {named && (
        <p className={classes.changeOf}>
          {setting ? (
            <Link to={`?open=${made.settingKey}`}>{words.rule(setting.key, setting.description)}</Link>
          ) : (
            <code>{made.settingKey}</code>
          )}
        </p>
      )}
      <p className={classes.fromTo}>
        <span className={classes.before}>{said(before)}</span>
        <span aria-label={t('settings.became')}> → </span>
        <strong>{said(after)}</strong>
      </p>
      <p className={classes.hint}>
        {who} · <Since at={changedAt} />
        <ScopeName scope={scope} />
      </p>
      {reason !== null && <p>{t('settings.because', { reason })}</p>}
      {setting && !setting.secret && (
        <div className={classes.buttons}>
          <Button variant="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('settings.compare')}
          </Button>
          {mayChange && <RevertButton change={made} setting={setting} />}
        </div>
      )}
      {open && setting && <Comparison change={made} setting={setting} />}
    </li>
  );
}

interface MadeProps {
  change: SettingChange_changeFragment;
  setting: SettingRow_settingFragment;
}

function RevertButton({ change, setting }: MadeProps) {
  const { t } = useTranslation();
  const words = useValueWords();
  const problemText = useProblemText();
  const { revert } = useChangeSetting();
  const tell = useSettingNews();
  const [busy, setBusy] = useState(false);
  const value = words.inChange(setting, change.scope, change.before);

  const go = async (): Promise<void> => {
    setBusy(true);
    try {
      const made = await revert(change.id, null);
      tell(t(made ? 'settings.reverted' : 'settings.alreadySo', { value }), made);
    } catch (error) {
      tell(problemText(problemOf(error)), null);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="quiet" loading={busy} onClick={() => void go()}>
      {t('settings.backTo', { value })}
    </Button>
  );
}

/** The change beside what holds now and what the release brings, part by part. */
function Comparison({ change, setting }: MadeProps) {
  const { t } = useTranslation();
  const words = useValueWords();
  const shape = readShape(setting.shape);
  const columns = [
    ['before', change.before],
    ['after', change.after],
    ['now', setting.value],
    ['initially', setting.initial],
  ] as const;
  const sides = columns.map(([, json]) => partsOf(shape, json));
  const parts = [...new Set(sides.flatMap((side) => [...side.keys()]))].filter(
    (part) => part !== '' || shape.type !== 'object',
  );
  return (
    <div className={classes.scroll}>
      <table className={classes.comparison}>
        <thead>
          <tr>
            <th scope="col">{t('settings.part')}</th>
            {columns.map(([name]) => (
              <th key={name} scope="col">
                {t(`settings.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part} data-changed={JSON.stringify(sides[0]?.get(part)) !== JSON.stringify(sides[1]?.get(part))}>
              <th scope="row">{part === '' ? t('settings.value') : words.property(part)}</th>
              {sides.map((side, index) => (
                <td key={columns[index]?.[0]}>
                  {side.has(part) && side.get(part) !== undefined ? words.plain(side.get(part)) : t('settings.notSet')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
