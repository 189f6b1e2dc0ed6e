import { useEffect, useRef, type RefObject } from 'react';

interface KeptFocus {
  onFocus: () => void;
  onBlur: () => void;
}

/** For a card that is replaced, by its key, under the focus: the next card gets it, unless it went elsewhere. */
export function useKeptFocus(card: RefObject<HTMLElement | null>, key: string | undefined): KeptFocus {
  const held = useRef(false);
  const shown = useRef(key);

  useEffect(() => {
    if (shown.current === key) return;
    shown.current = key;
    if (held.current && document.activeElement === document.body) card.current?.focus();
  }, [card, key]);

  return {
    onFocus: () => {
      held.current = true;
    },
    onBlur: () => {
      held.current = false;
    },
  };
}
