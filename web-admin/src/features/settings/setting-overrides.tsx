import { useQuery } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { ErrorState } from '@influencegen/shared-schema/ui/error-state';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { Since } from '@influencegen/shared-schema/ui/since';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { IconPlus } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { useRoleName } from '../../ui/use-role-name';
import { SettingForm, type SettingTarget } from './setting-form';
import { SettingOverridesDocument, type SettingOverridesQuery } from './setting-overrides.generated';
import { SettingRolesDocument } from './setting-roles.generated';
import type { SettingRow_settingFragment } from './setting-row.generated';
import classes from './settings.module.css';
import { useChangeSetting, useSettingNews } from './use-change-setting';
import { useValueWords } from './use-value-words';

/** People are another feature's matter. */
export type PersonChoice = (personId: string | null, onChange: (personId: string | null) => void) => ReactNode;

interface SettingOverridesProps {
  setting: SettingRow_settingFragment;
  mayChange: boolean;
  personChoice: PersonChoice;
  onDirty: (dirty: boolean) => void;
}

type Override = SettingOverridesQuery['settingOverrides']['nodes'][number];

const pageSize = 20;
const targetOf = ({ scope }: Override): SettingTarget =>
  scope.person ? { accountId: scope.person.id } : { role: scope.roleKey ?? '' };

/** Roles and people for whom another value holds. */
export function SettingOverrides({ setting, mayChange, personChoice, onDirty }: SettingOverridesProps) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch, fetchMore } = useQuery(SettingOverridesDocument, {
    variables: { key: setting.key, first: pageSize },
    fetchPolicy: 'cache-and-network',
  });
  if (!data && error) return <ErrorState error={error} onRetry={() => void refetch().catch(() => undefined)} />;
  if (!data)
    return (
      <Skeleton>
        <Lines count={2} height="1.75rem" />
      </Skeleton>
    );
  const { nodes, pageInfo } = data.settingOverrides;
  return (
    <>
      {nodes.length === 0 && <p className={classes.hint}>{t('settings.noOverrides')}</p>}
      <ul className={classes.changes} aria-label={t('settings.overrides')}>
        {nodes.map((override) => (
          <OverrideRow
            key={override.id}
            setting={setting}
            override={override}
            mayChange={mayChange}
            onDirty={onDirty}
          />
        ))}
      </ul>
      {pageInfo.hasNextPage && (
        <Button
          className={classes.add}
          onClick={() => void fetchMore({ variables: { after: pageInfo.endCursor } }).catch(() => undefined)}
        >
          {t('loadMore')}
        </Button>
      )}
      {mayChange &&
        (adding ? (
          <NewOverride
            setting={setting}
            personChoice={personChoice}
            onDirty={onDirty}
            onDone={() => setAdding(false)}
          />
        ) : (
          <Button
            className={classes.add}
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setAdding(true)}
          >
            {t('settings.addOverride')}
          </Button>
        ))}
    </>
  );
}

interface OverrideRowProps {
  setting: SettingRow_settingFragment;
  override: Override;
  mayChange: boolean;
  onDirty: (dirty: boolean) => void;
}

function OverrideRow({ setting, override, mayChange, onDirty }: OverrideRowProps) {
  const { t } = useTranslation();
  const words = useValueWords();
  const [editing, setEditing] = useState(false);
  const nameOf = useRoleName();
  const { roleKey, roleName, person } = override.scope;
  const whom = person?.displayName ?? nameOf(roleName ?? roleKey ?? '');
  return (
    <li className={classes.change}>
      <p className={classes.fromTo}>
        {whom}: <strong>{words.value(setting, override.value)}</strong>
      </p>
      <p className={classes.hint}>
        {override.changedBy?.displayName ?? t('settings.platform')} · <Since at={override.changedAt} />
      </p>
      {mayChange && !editing && (
        <div className={classes.buttons}>
          <Button variant="quiet" aria-label={t('settings.editFor', { whom })} onClick={() => setEditing(true)}>
            {t('settings.edit')}
          </Button>
          <RemoveOverride setting={setting} override={override} whom={whom} />
        </div>
      )}
      {editing && (
        <SettingForm
          setting={setting}
          target={targetOf(override)}
          value={override.value}
          revision={override.revision}
          onDirty={onDirty}
          onSaved={() => setEditing(false)}
        />
      )}
    </li>
  );
}

function RemoveOverride({
  setting,
  override,
  whom,
}: Pick<OverrideRowProps, 'setting' | 'override'> & { whom: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const { change } = useChangeSetting();
  const tell = useSettingNews();
  const [busy, setBusy] = useState(false);

  const remove = async (): Promise<void> => {
    setBusy(true);
    try {
      const { key } = setting;
      const made = await change({ key, value: null, revision: override.revision, ...targetOf(override) });
      tell(t('settings.overrideRemoved', { whom }), made);
    } catch (error) {
      tell(problemText(problemOf(error)), null);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button variant="quiet" loading={busy} aria-label={t('settings.removeFor', { whom })} onClick={() => void remove()}>
      {t('settings.remove')}
    </Button>
  );
}

interface NewOverrideProps {
  setting: SettingRow_settingFragment;
  personChoice: PersonChoice;
  onDirty: (dirty: boolean) => void;
  onDone: () => void;
}

function NewOverride({ setting, personChoice, onDirty, onDone }: NewOverrideProps) {
  const { t } = useTranslation();
  const nameOf = useRoleName();
  const { data } = useQuery(SettingRolesDocument);
  const [role, setRole] = useState('');
  const [personId, setPersonId] = useState<string | null>(null);
  const { levels } = setting;
  const target: SettingTarget = personId !== null ? { accountId: personId } : role === '' ? {} : { role };

  return (
    <div className={classes.newOverride}>
      <SettingForm
        setting={setting}
        target={target}
        value={setting.value}
        revision={null}
        added
        onDirty={onDirty}
        onSaved={onDone}
        blocked={role === '' && personId === null}
      >
        <div className={classes.whom} role="group" aria-label={t('settings.whom')}>
          {levels.includes('ROLE') && data && (
            <SelectField
              label={t('settings.role')}
              value={role}
              onChange={({ currentTarget }) => {
                setRole(currentTarget.value);
                setPersonId(null);
              }}
              data={[
                { value: '', label: t('settings.noRole') },
                ...data.roles.map(({ key, name }) => ({ value: key, label: nameOf(name) })),
              ]}
            />
          )}
          {levels.includes('ACCOUNT') && (
            <div>
              <p className={classes.label}>{t(levels.length > 1 ? 'settings.orPerson' : 'settings.person')}</p>
              {personChoice(personId, (chosen) => {
                setPersonId(chosen);
                setRole('');
              })}
            </div>
          )}
        </div>
      </SettingForm>
      <Button variant="quiet" className={classes.add} onClick={onDone}>
        {t('settings.cancel')}
      </Button>
    </div>
  );
}
