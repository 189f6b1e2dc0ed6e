import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoleName } from '../../ui/use-role-name';
import { cellOf, choicesFor, nextChoice, shownCell, withCell, type Draft } from './role-draft';
import type { RolesPageQuery } from './roles-page.generated';
import classes from './roles-page.module.css';
import { usePermissionText } from './use-permission-text';

export type RoleShown = RolesPageQuery['roles'][number];
export type PermissionShown = RolesPageQuery['permissions'][number];

interface RoleMatrixProps {
  roles: readonly RoleShown[];
  permissions: readonly PermissionShown[];
  draft: Draft;
  editable: boolean;
  onDraft: (draft: Draft) => void;
  onOpen: (key: string) => void;
}

const roomOf = (name: string): string => name.split('.')[0] ?? name;

/** Permissions × roles, with one tab stop: arrows walk, Enter or a press changes a cell. */
export function RoleMatrix({ roles, permissions, draft, editable, onDraft, onOpen }: RoleMatrixProps) {
  const { t, i18n } = useTranslation();
  const roleName = useRoleName();
  const permissionText = usePermissionText();
  const grid = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState({ row: 0, column: 0 });
  /** On a phone one role is shown at a time. */
  const [single, setSingle] = useState(roles[0]?.key ?? '');

  const focus = (row: number, column: number): void => {
    const next = {
      row: Math.min(permissions.length - 1, Math.max(0, row)),
      column: Math.min(roles.length - 1, Math.max(0, column)),
    };
    setAt(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.row}-${next.column}"]`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const { row, column } = at;
    if (event.key === 'ArrowRight') focus(row, column + 1);
    else if (event.key === 'ArrowLeft') focus(row, column - 1);
    else if (event.key === 'ArrowDown') focus(row + 1, column);
    else if (event.key === 'ArrowUp') focus(row - 1, column);
    else if (event.key === 'Home') focus(event.ctrlKey ? 0 : row, 0);
    else if (event.key === 'End') focus(event.ctrlKey ? permissions.length - 1 : row, roles.length - 1);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <div className={classes.single}>
        <SelectField
          label={t('roles.one')}
          value={single}
          onChange={({ currentTarget }) => setSingle(currentTarget.value)}
          data={roles.map(({ key, name }) => ({ value: key, label: roleName(name) }))}
        />
      </div>
      <div className={classes.scroll}>
        <table ref={grid} aria-label={t('roles.table')} className={classes.matrix}>
          <thead>
            <tr>
              <th scope="col">{t('roles.permission')}</th>
              {roles.map((role) => (
                <th key={role.key} scope="col" data-single={role.key === single}>
                  <button type="button" className={classes.role} onClick={() => onOpen(role.key)}>
                    {roleName(role.name)}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          {[...new Set(permissions.map(({ name }) => roomOf(name)))].map((room) => (
            <tbody key={room}>
              <tr>
                <th scope="rowgroup" className={classes.room} colSpan={roles.length + 1}>
                  {i18n.t(`room.${room}`, { defaultValue: room })}
                </th>
              </tr>
              {permissions.map(
                (permission, row) =>
                  roomOf(permission.name) === room && (
                    <tr key={permission.name}>
                      <th scope="row" title={permission.name}>
                        {permissionText(permission.name, permission.description)}
                      </th>
                      {roles.map((role, column) => (
                        <MatrixCell
                          key={role.key}
                          place={`${row}-${column}`}
                          role={role}
                          permission={permission}
                          draft={draft}
                          editable={editable}
                          single={role.key === single}
                          focusable={at.row === row && at.column === column}
                          onFocus={() => setAt({ row, column })}
                          onKeyDown={onKeyDown}
                          onDraft={onDraft}
                        />
                      ))}
                    </tr>
                  ),
              )}
            </tbody>
          ))}
        </table>
      </div>
    </>
  );
}

interface MatrixCellProps {
  place: string;
  role: RoleShown;
  permission: PermissionShown;
  draft: Draft;
  editable: boolean;
  single: boolean;
  focusable: boolean;
  onFocus: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onDraft: (draft: Draft) => void;
}

function MatrixCell(props: MatrixCellProps) {
  const { t } = useTranslation();
  const roleName = useRoleName();
  const permissionText = usePermissionText();
  const { role, permission, draft } = props;
  const stored = cellOf(role, permission.name);
  const shown = shownCell(draft, role, permission.name);
  const shipped = role.shipped && cellOf({ permissions: role.shipped }, permission.name);
  const choices = choicesFor(stored, permission, role.viewerHolds);
  const fixed = !props.editable || choices.length < 2;
  const differs = role.shipped !== null && shipped !== shown;
  const word = t(shown === null ? 'scope.NONE' : `scope.${shown}`);

  return (
    <td data-single={props.single} data-changed={shown !== stored}>
      <button
        type="button"
        className={classes.cell}
        data-cell={props.place}
        data-scope={shown ?? 'NONE'}
        tabIndex={props.focusable ? 0 : -1}
        aria-disabled={fixed}
        aria-label={[
          `${permissionText(permission.name, permission.description)}, ${roleName(role.name)}: ${word}`,
          shown !== stored && t('roles.changed'),
          differs && t('roles.differs'),
        ]
          .filter((part) => part !== false)
          .join('. ')}
        onFocus={props.onFocus}
        onKeyDown={props.onKeyDown}
        onClick={() => {
          if (!fixed) props.onDraft(withCell(draft, role, permission.name, nextChoice(choices, shown)));
        }}
      >
        {word}
        {differs && <span className={classes.differs} aria-hidden />}
      </button>
    </td>
  );
}
