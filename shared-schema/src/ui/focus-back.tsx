import { useEffect, useRef } from 'react';

/** To where somebody was, or to the heading of what has taken its place. */
export function focusBackTo(place: EventTarget | null): void {
  const isThere = place instanceof HTMLElement && place.isConnected;
  (isThere ? place : document.querySelector('h1'))?.focus({ preventScroll: true });
}

/**
 * For what goes away with what it does, such as a row that is removed or a form that closes. To be called while it is there:
 * once it has gone, and the focus with it, the focus is handed on to what is left of the row, else to the heading of the
 * section, else of the page. Never to the next row: whoever presses twice would remove that too.
 */
export function useFocusHandedOn(): () => void {
  const around = useRef<readonly Element[]>([]);
  // After each time it was drawn, and when it goes away itself: an answer may be drawn long after it came.
  useEffect(() => {
    const handOn = (): void => {
      const places = around.current;
      if (places[0]?.isConnected ?? true) return;
      around.current = [];
      if (document.activeElement !== document.body) return;
      focusBackTo(places.map(whereToGoOn).find((place) => place !== null) ?? null);
    };
    handOn();
    return handOn;
  });
  return () => {
    const places: Element[] = [];
    for (let place = document.activeElement; place; place = place.parentElement) places.push(place);
    around.current = places;
  };
}

function whereToGoOn(place: Element): HTMLElement | null {
  if (!place.isConnected) return null;
  if (place.matches('li, tr')) return place.querySelector<HTMLElement>('button, a');
  const heading = place.matches('section') ? place.querySelector<HTMLElement>('h2, h3') : null;
  if (heading) heading.tabIndex = -1;
  return heading;
}
