import { useState, useSyncExternalStore, type RefObject } from 'react';

const nearTop = 80;

interface Row {
  id: string;
}

/** What a list has become meanwhile, for `NewRows` to offer. */
export interface News {
  /** Rows that wait to be shown. */
  arrived: number;
  /** Rows on the screen that the list would no longer have. */
  gone?: number;
  /** The rows, or their order, are not those on the screen. */
  changed: boolean;
  /** What is new is being read. */
  taking?: boolean;
  take: () => void;
}

interface SteadyRowsOptions {
  /** Where the rows stand. Without it nothing is held back. */
  area: RefObject<HTMLElement | null> | undefined;
  /** Another one begins with another value. */
  list: string;
  /** What is known may be old: its first answer is still on its way. */
  settled: boolean;
  /** The reader asked for what is new. */
  wanted: boolean;
}

/**
 * Whether rows may move: at the top of the list, while the reader neither points at a row nor holds the focus in one. A thumb
 * points at nothing until it presses.
 */
const mayShift = (area: HTMLElement | null): boolean =>
  window.scrollY < nearTop &&
  !matchMedia('(hover: none)').matches &&
  !(area !== null && (area.matches(':hover') || area.contains(document.activeElement)));

/** Whatever may have begun or ended that. */
function watchHand(listener: () => void): () => void {
  // The focus has moved on only after the event.
  const blurred = (): void => queueMicrotask(listener);
  const page = document.documentElement;
  window.addEventListener('scroll', listener, { passive: true });
  document.addEventListener('pointerover', listener);
  // Out of the window, where it comes over nothing else.
  page.addEventListener('pointerleave', listener);
  document.addEventListener('focusin', listener);
  document.addEventListener('focusout', blurred);
  return () => {
    window.removeEventListener('scroll', listener);
    document.removeEventListener('pointerover', listener);
    page.removeEventListener('pointerleave', listener);
    document.removeEventListener('focusin', listener);
    document.removeEventListener('focusout', blurred);
  };
}

/** Rows that change by themselves, standing still under the hand: in place they change at once, other rows wait. */
export function useSteadyRows<R extends Row>(
  rows: readonly R[],
  { area, list, settled, wanted }: SteadyRowsOptions,
): { shown: readonly R[]; news: News } {
  const [held, setHeld] = useState({ rows, list, settled });
  const free = useSyncExternalStore(watchHand, () => mayShift(area?.current ?? null));
  const sameList = held.list === list;
  const moves = area === undefined || wanted || free || !held.settled || !sameList;
  const steady = moves ? rows : standStill(held.rows, rows);
  if (!sameList || held.settled !== settled || !sameRows(steady, held.rows)) setHeld({ rows: steady, list, settled });

  const known = new Set(steady.map(({ id }) => id));
  const arrived = rows.filter(({ id }) => !known.has(id)).length;
  return {
    shown: steady,
    news: { arrived, changed: !sameRows(steady, rows), take: () => setHeld({ rows, list, settled }) },
  };
}

/** As they stood, followed by what was read on below them. */
function standStill<R extends Row>(before: readonly R[], now: readonly R[]): readonly R[] {
  if (before.length === 0) return now;
  const fresh = new Map(now.map((row) => [row.id, row]));
  const known = new Set(before.map(({ id }) => id));
  const lastKnown = now.findLastIndex(({ id }) => known.has(id));
  const below = lastKnown < 0 ? [] : now.slice(lastKnown + 1);
  return [...before.map((row) => fresh.get(row.id) ?? row), ...below];
}

const sameRows = (some: readonly Row[], others: readonly Row[]): boolean =>
  some.length === others.length && some.every(({ id }, place) => id === others[place]?.id);
