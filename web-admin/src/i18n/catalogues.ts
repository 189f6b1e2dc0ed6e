import type { Catalogues } from '@influencegen/shared-schema/ui/i18n';

export const catalogues: Catalogues = {
  en: () => import('./en'),
  de: () => import('./de'),
  es: () => import('./es'),
  fr: () => import('./fr'),
};
