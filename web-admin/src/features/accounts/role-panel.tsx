import { Button } from '@influencegen/shared-schema/ui/button';
import { TextAreaField, TextField } from '@influencegen/shared-schema/ui/fields';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRoleDescription, useRoleName } from '../../ui/use-role-name';
import { ChangeRefusalNote } from './change-refusal';
import { ConfirmButton } from '@influencegen/shared-schema/ui/confirm-button';
import { cellOf, choicesFor, withCell, type Draft } from './role-draft';
import type { PermissionShown, RoleShown } from './role-matrix';
import { DeleteRoleDocument, RenameRoleDocument } from './roles-page.generated';
import classes from './roles-page.module.css';
import { useChange } from './use-change';

interface RolePanelProps {
  role: RoleShown;
  permissions: readonly PermissionShown[];
  draft: Draft;
  editable: boolean;
  onDraft: (draft: Draft) => void;
  onClose: () => void;
  onDeleted: () => void;
}

/** What a role is called and for whom it is; who has it; back to how it was shipped. */
export function RolePanel({ role, permissions, draft, editable, onDraft, onClose, onDeleted }: RolePanelProps) {
  const { t } = useTranslation(['app', 'ui']);
  const shownName = useRoleName()(role.name);
  const shownDescription = useRoleDescription()(role);
  const { busy, refusal, change } = useChange();
  const [name, setName] = useState(shownName);
  const [description, setDescription] = useState(shownDescription);
  const { key, shipped } = role;
  const named = name.trim() !== shownName;
  const described = description.trim() !== shownDescription;

  const rename = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === '' || !(named || described)) return;
    // What nobody touched stays as it came with the product, for readers of every language.
    const words = { name: named ? name : role.name, description: described ? description : role.description };
    void change('rename', RenameRoleDocument, { key, ...words }).then((done) => done && onClose());
  };

  /** As far as this viewer may: what they cannot widen stays. */
  const resetToShipped = (): void => {
    let next = draft;
    for (const permission of permissions) {
      const wanted = cellOf({ permissions: shipped ?? [] }, permission.name);
      const stored = cellOf(role, permission.name);
      if (choicesFor(stored, permission, role.viewerHolds).includes(wanted))
        next = withCell(next, role, permission.name, wanted);
    }
    onDraft(next);
    onClose();
  };

  return (
    <Panel title={shownName} onClose={onClose}>
      <div className={classes.panel}>
        <p className={classes.hint}>
          {t(`people.audience.${role.audience}`)} · {t(role.builtIn ? 'roles.builtIn' : 'roles.custom')} ·{' '}
          <Link to={`/people?role=${encodeURIComponent(key)}`}>{t('roles.holders', { count: role.holders })}</Link>
        </p>
        {role.viewerHolds && <p className={classes.hint}>{t('roles.yours')}</p>}
        {editable ? (
          <form className={classes.form} noValidate onSubmit={rename}>
            <TextField
              label={t('roles.name')}
              value={name}
              maxLength={80}
              error={name.trim() === '' ? t('ui:field.REQUIRED') : undefined}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
            />
            <TextAreaField
              label={t('roles.description')}
              value={description}
              maxLength={500}
              onChange={({ currentTarget }) => setDescription(currentTarget.value)}
            />
            <div className={classes.save}>
              <Button type="submit" loading={busy === 'rename'} disabled={!(named || described)}>
                {t('people.save')}
              </Button>
              {shipped && <Button onClick={resetToShipped}>{t('roles.reset')}</Button>}
              {!role.builtIn && (
                <ConfirmButton
                  variant="danger"
                  danger
                  label={t('roles.delete')}
                  question={t('roles.sure')}
                  confirm={t('roles.confirmDelete')}
                  busy={busy === 'delete'}
                  onConfirm={() =>
                    void change('delete', DeleteRoleDocument, { key }).then((done) => {
                      if (!done) return;
                      onDeleted();
                      onClose();
                    })
                  }
                />
              )}
            </div>
            <ChangeRefusalNote refusal={refusal} />
          </form>
        ) : (
          <p>{shownDescription}</p>
        )}
      </div>
    </Panel>
  );
}
