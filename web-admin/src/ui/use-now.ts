import { useSyncExternalStore } from 'react';

/** One clock for the whole page, so that all ages on it change in the same frame. Stands still while nobody looks. */
const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  if (watchers.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      if (document.hidden) return;
      now = Date.now();
      for (const each of watchers) each();
    }, 1000);
  }
  watchers.add(watcher);
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) clearInterval(timer);
  };
}

const still = (): (() => void) => () => {};

/** Milliseconds, renewed every second. With `ticking` false it stays what it was at the last tick. */
export function useNow(ticking = true): number {
  return useSyncExternalStore(ticking ? watch : still, () => now);
}
