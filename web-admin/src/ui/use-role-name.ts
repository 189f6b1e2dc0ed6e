import { useTranslation } from 'react-i18next';

/** What a role is called. A name that came with the product is said in the viewer's language, one of staff as they gave it. */
export function useRoleName(): (name: string) => string {
  const { t, i18n } = useTranslation();
  return (name) => (i18n.exists(`shippedRole.${name}`) ? t(`shippedRole.${name}` as 'shippedRole.Support') : name);
}

interface RoleDescription {
  key: string;
  description: string;
  describedAsShipped: boolean;
}

/** Whom a role is meant for, as `useRoleName`. */
export function useRoleDescription(): (role: RoleDescription) => string {
  const { i18n } = useTranslation();
  return ({ key, description, describedAsShipped }) =>
    describedAsShipped ? i18n.t(`shippedRoleDescription.${key}`, { defaultValue: description }) : description;
}
