import { useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TableSkeleton } from '../../ui/table-skeleton';
import { ChangeRefusalNote } from './change-refusal';
import { NewRolePanel } from './new-role-panel';
import { countOf, type Draft } from './role-draft';
import { RoleMatrix } from './role-matrix';
import { RolePanel } from './role-panel';
import { ChangeRoleDocument, RolesPageDocument } from './roles-page.generated';
import classes from './roles-page.module.css';
import { useChange } from './use-change';
import { useMay } from './use-may';

type Opened = { role: string } | 'new' | null;

export function RolesPage() {
  const { t } = useTranslation();
  const may = useMay();
  const [opened, setOpened] = useState<Opened>(null);
  return (
    <div className={classes.page}>
      <PageHeader title={t('roles.title')}>
        {may('accounts.manageRoles') && (
          <Button variant="primary" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setOpened('new')}>
            {t('roles.new')}
          </Button>
        )}
      </PageHeader>
      <PageBoundary skeleton={<TableSkeleton />}>
        <Roles opened={opened} setOpened={setOpened} />
      </PageBoundary>
    </div>
  );
}

function Roles({ opened, setOpened }: { opened: Opened; setOpened: (opened: Opened) => void }) {
  const { t } = useTranslation();
  const may = useMay();
  const { data, refetch } = useSuspenseQuery(RolesPageDocument, { fetchPolicy: 'cache-and-network' });
  const { roles, permissions } = data;
  const [draft, setDraft] = useState<Draft>({});
  const { busy, refusal, change, forget } = useChange();
  const mayManage = may('accounts.manageRoles');
  const changes = countOf(draft);
  const openedRole = opened !== null && opened !== 'new' ? roles.find(({ key }) => key === opened.role) : undefined;

  const discard = (): void => {
    setDraft({});
    forget();
  };
  const renew = (): void => void refetch().catch(() => undefined);

  /** One role after the other; what is saved leaves the draft, so that a refusal keeps only its own. */
  const save = async (): Promise<void> => {
    let rest = draft;
    for (const [key, cells] of Object.entries(draft)) {
      const role = roles.find((each) => each.key === key);
      const saved =
        role !== undefined &&
        (await change('save', ChangeRoleDocument, {
          key,
          revision: role.revision,
          changes: Object.entries(cells).map(([permission, scope]) => ({ permission, scope })),
        }));
      if (!saved) {
        // Somebody may have changed it meanwhile: the draft then stands on what holds now.
        renew();
        return;
      }
      const { [key]: _saved, ...others } = rest;
      rest = others;
      setDraft(rest);
    }
  };

  return (
    <>
      <p className={classes.hint}>{t(mayManage ? 'roles.hint' : 'roles.hintReading')}</p>
      <RoleMatrix
        roles={roles}
        permissions={permissions}
        draft={draft}
        editable={mayManage}
        onDraft={setDraft}
        onOpen={(role) => setOpened({ role })}
      />
      <div className={classes.bar} data-open={changes > 0 || refusal !== null}>
        <ChangeRefusalNote refusal={refusal} />
        {changes > 0 && (
          <div className={classes.save}>
            <span role="status">{t('roles.changes', { count: changes })}</span>
            <Button variant="primary" loading={busy === 'save'} onClick={() => void save()}>
              {t('roles.save')}
            </Button>
            <Button variant="quiet" disabled={busy === 'save'} onClick={discard}>
              {t('roles.discard')}
            </Button>
          </div>
        )}
      </div>
      {opened === 'new' && <NewRolePanel roles={roles} onClose={() => setOpened(null)} onMade={renew} />}
      {openedRole && (
        <RolePanel
          key={openedRole.key}
          role={openedRole}
          permissions={permissions}
          draft={draft}
          editable={mayManage}
          onDraft={setDraft}
          onClose={() => setOpened(null)}
          onDeleted={renew}
        />
      )}
    </>
  );
}
