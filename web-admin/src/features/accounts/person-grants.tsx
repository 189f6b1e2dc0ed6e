import type { FragmentType } from '@apollo/client';
import { useFragment, useQuery } from '@apollo/client/react';
import type { GrantInput, PermissionScope } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { isolated } from '@influencegen/shared-schema/ui/i18n';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeRefusalNote } from './change-refusal';
import {
  DeclaredPermissionsDocument,
  DenyPermissionDocument,
  GrantPermissionDocument,
  LiftGrantDocument,
  PersonGrants_accountFragmentDoc,
  type PersonGrants_accountFragment,
} from './person-grants.generated';
import classes from './person-page.module.css';
import { useChange } from './use-change';
import { useMay } from './use-may';
import { usePermissionText } from './use-permission-text';

/** What one person was given besides their roles, or is denied in spite of them. */
export function PersonGrants({ account: from }: { account: FragmentType<PersonGrants_accountFragment> }) {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const may = useMay();
  const permissionText = usePermissionText();
  const { data: account, complete } = useFragment({ fragment: PersonGrants_accountFragmentDoc, from });
  const { busy, refusal, change } = useChange();
  const [adding, setAdding] = useState(false);
  if (!complete) return null;
  const { id, grants } = account;
  const mayAssign = account.viewerMoves.includes('ASSIGN') && may('accounts.readRoles');
  if (grants.length === 0 && !mayAssign) return null;

  const add = async (effect: 'GRANT' | 'DENY', input: GrantInput): Promise<void> => {
    const document = effect === 'GRANT' ? GrantPermissionDocument : DenyPermissionDocument;
    if (await change('add', document, { id, input })) setAdding(false);
  };

  return (
    <section className={classes.section} aria-labelledby="grants">
      <h2 id="grants">{t('grants.title')}</h2>
      {grants.length === 0 ? (
        <p className={classes.muted}>{t('grants.none')}</p>
      ) : (
        <ul className={classes.list}>
          {grants.map(({ permission, effect, scope, reason, grantedBy, grantedAt, expiresAt }) => (
            <li key={permission}>
              <div>
                <p>
                  <StatusBadge tone={effect === 'GRANT' ? 'positive' : 'negative'}>{t(`grants.${effect}`)}</StatusBadge>{' '}
                  {permissionText(permission)} {effect === 'GRANT' && `(${t(`scope.${scope}`)})`}
                </p>
                <p className={classes.muted}>
                  {/* Nobody is named where the viewer sees nothing of them. */}
                  {[reason, grantedBy && isolated(grantedBy.displayName), format.dateTime(grantedAt)]
                    .filter(Boolean)
                    .join(' · ')}
                  {expiresAt !== null && ` · ${t('grants.until', { date: format.dateTime(expiresAt) })}`}
                </p>
              </div>
              {mayAssign && (
                <Button
                  size="compact-sm"
                  variant="quiet"
                  loading={busy === permission}
                  aria-label={t('grants.liftOne', { permission: permissionText(permission) })}
                  onClick={() => void change(permission, LiftGrantDocument, { id, permission })}
                >
                  {t('grants.lift')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayAssign &&
        (adding ? (
          <GrantForm busy={busy === 'add'} onSubmit={add} onCancel={() => setAdding(false)} />
        ) : (
          <div>
            <Button onClick={() => setAdding(true)}>{t('grants.add')}</Button>
          </div>
        ))}
      <ChangeRefusalNote refusal={refusal} />
    </section>
  );
}

interface GrantFormProps {
  busy: boolean;
  onSubmit: (effect: 'GRANT' | 'DENY', input: GrantInput) => Promise<void>;
  onCancel: () => void;
}

function GrantForm({ busy, onSubmit, onCancel }: GrantFormProps) {
  const { t } = useTranslation(['app', 'ui']);
  const permissionText = usePermissionText();
  const { data } = useQuery(DeclaredPermissionsDocument);
  const [effect, setEffect] = useState<'GRANT' | 'DENY'>('GRANT');
  const [name, setName] = useState('');
  const [scope, setScope] = useState<PermissionScope | null>(null);
  const [reason, setReason] = useState('');
  const [until, setUntil] = useState('');
  const [missing, setMissing] = useState(false);
  const permissions = (data?.permissions ?? []).filter(
    ({ viewerMayGive }) => effect === 'DENY' || viewerMayGive.length > 0,
  );
  const scopes = permissions.find((each) => each.name === name)?.viewerMayGive ?? [];

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(true);
    if (name === '' || reason.trim() === '') return;
    void onSubmit(effect, {
      permission: name,
      reason,
      ...(effect === 'GRANT' && { scope: scope ?? scopes.at(-1) ?? null }),
      ...(until !== '' && { expiresAt: new Date(`${until}T23:59:59`).toISOString() }),
    });
  };

  return (
    <form className={classes.form} noValidate onSubmit={submit}>
      <SelectField
        label={t('grants.effect')}
        value={effect}
        onChange={({ currentTarget }) => setEffect(currentTarget.value === 'DENY' ? 'DENY' : 'GRANT')}
        data={[
          { value: 'GRANT', label: t('grants.GRANT') },
          { value: 'DENY', label: t('grants.DENY') },
        ]}
      />
      <SelectField
        autoFocus
        label={t('grants.permission')}
        value={name}
        error={missing && name === '' ? t('ui:field.REQUIRED') : undefined}
        onChange={({ currentTarget }) => {
          setName(currentTarget.value);
          setScope(null);
        }}
        data={[
          { value: '', label: t('grants.choose') },
          ...permissions.map((each) => ({ value: each.name, label: permissionText(each.name, each.description) })),
        ]}
      />
      {effect === 'GRANT' && scopes.length > 1 && (
        <SelectField
          label={t('grants.scope')}
          value={scope ?? scopes.at(-1) ?? ''}
          onChange={({ currentTarget }) => setScope(scopes.find((each) => each === currentTarget.value) ?? null)}
          data={scopes.map((each) => ({ value: each, label: t(`scope.${each}`) }))}
        />
      )}
      <TextField
        label={t('grants.reason')}
        value={reason}
        maxLength={500}
        error={missing && reason.trim() === '' ? t('ui:field.REQUIRED') : undefined}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <TextField
        type="date"
        label={t('grants.end')}
        description={t('grants.endHint')}
        value={until}
        onChange={({ currentTarget }) => setUntil(currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="primary" loading={busy}>
          {t('grants.save')}
        </Button>
        <Button variant="quiet" onClick={onCancel}>
          {t('people.keep')}
        </Button>
      </div>
    </form>
  );
}
