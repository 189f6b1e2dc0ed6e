import { useTranslation } from 'react-i18next';
import { useRoleName } from '../../ui/use-role-name';
import type { SettingChange_changeFragment } from './setting-change.generated';

/** For whom a change or an exception was made; nothing for the whole workspace. */
export function ScopeName({ scope }: { scope: SettingChange_changeFragment['scope'] }) {
  const { t } = useTranslation();
  const nameOf = useRoleName();
  const { roleKey, roleName, person } = scope;
  if (roleKey !== null) return <> · {t('settings.forRole', { role: nameOf(roleName ?? roleKey) })}</>;
  if (person !== null) return <> · {t('settings.forPerson', { name: person.displayName })}</>;
  return null;
}
