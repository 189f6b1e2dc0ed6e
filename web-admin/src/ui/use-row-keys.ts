import { useRef, type RefObject } from 'react';
import { type Shortcuts, useShortcuts } from './use-shortcuts';

/**
 * J and K, or the arrows once a row has the focus, walk the rows; each key of `actions` presses the button of that
 * `data-action` in the row one is in. The rows are what is below the element that is given back.
 */
export function useRowKeys(actions: Record<string, string> = {}): RefObject<HTMLDivElement | null> {
  const body = useRef<HTMLDivElement>(null);
  const rows = (): HTMLElement[] => [...(body.current?.querySelectorAll<HTMLElement>('[role="row"]') ?? [])];
  const current = (): number => rows().findIndex((row) => row.contains(document.activeElement));
  const focus = (index: number): void => {
    const row = rows()[index];
    row?.querySelector('a')?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  };
  const step = (by: 1 | -1) => (): void => {
    const at = current();
    focus(at < 0 ? 0 : Math.min(rows().length - 1, Math.max(0, at + by)));
  };
  // Outside the rows the arrows scroll the page.
  const stepInside = (by: 1 | -1) => (): false | void => (current() < 0 ? false : step(by)());
  const press = (action: string) => (): void =>
    rows()[current()]?.querySelector<HTMLElement>(`[data-action="${action}"]`)?.click();

  useShortcuts({
    j: step(1),
    k: step(-1),
    ArrowDown: stepInside(1),
    ArrowUp: stepInside(-1),
    ...(Object.fromEntries(Object.entries(actions).map(([key, action]) => [key, press(action)])) satisfies Shortcuts),
  });
  return body;
}
