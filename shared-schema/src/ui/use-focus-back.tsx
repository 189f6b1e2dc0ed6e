import { useEffect, useRef, type RefObject } from 'react';

/** To where somebody was, or to the heading of what has taken its place. */
export function focusBackTo(place: EventTarget | null): void {
  const isThere = place instanceof HTMLElement && place.isConnected;
  (isThere ? place : document.querySelector('h1'))?.focus({ preventScroll: true });
}

/** For a button that cannot be pressed while it works, and loses the focus by that: gets it back, unless it went elsewhere. */
export function useFocusBack(working: boolean): RefObject<HTMLButtonElement | null> {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!working) return;
    const pressed = button.current;
    return () => {
      if (document.activeElement === document.body) pressed?.focus();
    };
  }, [working]);
  return button;
}
