/** To where somebody was, or to the heading of what has taken its place. */
export function focusBackTo(place: EventTarget | null): void {
  const isThere = place instanceof HTMLElement && place.isConnected;
  (isThere ? place : document.querySelector('h1'))?.focus({ preventScroll: true });
}
