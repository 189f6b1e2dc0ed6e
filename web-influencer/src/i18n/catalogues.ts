import type { Catalogues } from '@influencegen/shared-schema/ui/i18n';

export const catalogues: Catalogues = {
  en: () => import('./en.ts'),
  de: () => import('./de.ts'),
  es: () => import('./es.ts'),
  fr: () => import('./fr.ts'),
};
