import type { SectionKind } from '@influencegen/shared-schema/contract/schema.generated';
import type { ApplicationViewFragment } from '../features/onboarding/application.generated';
import { isChanged } from '../features/onboarding/due-note.tsx';
import { openTerms } from '../features/terms/open-terms.ts';
import type { TermsStateFragment } from '../features/terms/terms-state.generated';
import type { StudioHomeQuery } from './home-page.generated';

/** Something that waits for the person, or that they wait for. */
export type NextItem =
  | { what: 'returned'; kind: SectionKind; reason: string | null }
  | { what: 'due'; kind: SectionKind; handInBy: string; again: boolean }
  | { what: 'unsent'; kind: SectionKind }
  | { what: 'terms'; titles: string[]; stops: TermsStateFragment['stops'] }
  | { what: 'expiring'; kind: SectionKind; expiresAt: string }
  | { what: 'withUs'; dueAt: string | null }
  | { what: 'unread'; count: number };

/** The most pressing first. */
export function whatIsNext(home: Pick<StudioHomeQuery, 'onboarding' | 'myTerms' | 'unreadNotifications'>): NextItem[] {
  const terms = openTerms(home.myTerms ?? []);
  const items: NextItem[] = home.onboarding ? sectionsNext(home.onboarding) : [];
  if (terms.length > 0)
    items.unshift({
      what: 'terms',
      titles: terms.map(({ current }) => current.title),
      stops: terms.flatMap(({ stops }) => stops),
    });
  const unread = home.unreadNotifications ?? 0;
  return unread > 0 ? [...items, { what: 'unread', count: unread }] : items;
}

function sectionsNext({ sections, status, dueAt }: ApplicationViewFragment): NextItem[] {
  const items: NextItem[] = [];
  for (const { kind, status: its, reasonTexts, expiresAt, expiresSoon, ...section } of sections) {
    if (its === 'RETURNED') items.push({ what: 'returned', kind, reason: reasonTexts[0] ?? null });
    else if (section.handInBy !== null)
      items.push({ what: 'due', kind, handInBy: section.handInBy, again: isChanged(section) });
    // Who was let in by staff, without an application, has none to go on with.
    else if (its === 'DRAFT') items.push({ what: 'unsent', kind });
    if (expiresSoon && expiresAt !== null) items.push({ what: 'expiring', kind, expiresAt });
  }
  if (status === 'WAITING' || status === 'IN_REVIEW') items.push({ what: 'withUs', dueAt });
  return items;
}
