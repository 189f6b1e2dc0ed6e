import { useLocalStorage } from '@mantine/hooks';
import { useEffect, useEffectEvent, type RefObject } from 'react';

/** A key does nothing of its own where its action answers `false`: it keeps what it means to the browser. */
export type Shortcuts = Record<string, () => false | void>;

/** In a field, where keys are letters, or in a popover, which is not the page. */
const isElsewhere = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.closest('input:not([type="checkbox"]), textarea, select, [popover]') !== null);

/** People who speak to their computer press keys without meaning to: single-key shortcuts can be switched off. */
export const useShortcutsOn = () =>
  useLocalStorage({ key: 'influencegen.shortcuts', defaultValue: true, getInitialValueInEffect: false });

/**
 * Single keys, by `event.key`, anywhere on the page: not while somebody types, not with Ctrl, Alt or Meta, which belong
 * to the browser and to screen readers, and not under something that has opened; in it, those of whatever stands there,
 * which is `place`.
 */
export function useShortcuts(shortcuts: Shortcuts, place?: RefObject<HTMLElement | null>): void {
  const [on] = useShortcutsOn();
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const opened = document.querySelector('dialog[open]');
    if (isElsewhere(event.target) || (opened && !opened.contains(place?.current ?? null))) return;
    const act = shortcuts[event.key];
    if (act && act() !== false) event.preventDefault();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => pressed(event);
    document.addEventListener('keydown', listener);
    return () => document.removeEventListener('keydown', listener);
  }, []);
}
