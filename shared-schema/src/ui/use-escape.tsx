import { useEffect, useEffectEvent } from 'react';

type Pressed = (event: KeyboardEvent) => void;

/** What waits for Escape. */
const open: Pressed[] = [];

/** Escape takes back what is open, wherever the focus is: what was opened last first. */
export function useEscape(active: boolean, takeBack: () => void): void {
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    takeBack();
  });
  useEffect(() => {
    if (!active) return undefined;
    const listener: Pressed = (event) => {
      if (open.at(-1) === listener) pressed(event);
    };
    open.push(listener);
    document.addEventListener('keydown', listener);
    return () => {
      open.splice(open.indexOf(listener), 1);
      document.removeEventListener('keydown', listener);
    };
  }, [active]);
}
