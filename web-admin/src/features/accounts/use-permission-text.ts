import { useTranslation } from 'react-i18next';

/** What a permission lets people do. One that this desk does not know yet keeps the words of the API, or its name. */
export function usePermissionText(): (name: string, described?: string) => string {
  const { i18n } = useTranslation();
  return (name, described = name) => i18n.t(`permission.${name}`, { defaultValue: described });
}
