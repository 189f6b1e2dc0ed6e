import { useEffect, useRef, type RefObject } from 'react';

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
