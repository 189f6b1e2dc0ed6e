import type { Format } from '@influencegen/shared-schema/format/format';
import type { TFunction } from 'i18next';
import type { TermsStateFragment } from './terms-state.generated';

/** What will stop working, or has; null: nothing does. */
export function stopsText(stops: TermsStateFragment['stops'], t: TFunction, format: Format): string | null {
  const first = stops.map(({ at }) => at).toSorted()[0];
  if (first === undefined) return null;
  const what = format.list([...new Set(stops.map(({ block }) => t(`terms.block.${block}`)))]);
  return new Date(first) > new Date()
    ? t('terms.stopsAt', { what, date: format.date(first) })
    : t('terms.stopped', { what });
}
