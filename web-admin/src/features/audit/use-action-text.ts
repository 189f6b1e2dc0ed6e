import { useTranslation } from 'react-i18next';

export interface ActionTexts {
  /** What was done, such as `accounts.signIn`. One that this desk does not know yet keeps its name. */
  actionText: (action: string) => string;
  /** What the first part of an action is about, such as `accounts`. */
  areaText: (area: string) => string;
  /** What kind of thing was acted on, such as `account`. */
  recordText: (type: string) => string;
}

export function useActionTexts(): ActionTexts {
  const { i18n } = useTranslation();
  return {
    actionText: (action) => i18n.t(`auditAction.${action}`, { defaultValue: action }),
    recordText: (type) => i18n.t(`auditRecord.${type}`, { defaultValue: type }),
    areaText: (area) => i18n.t(`auditArea.${area}`, { defaultValue: area }),
  };
}
