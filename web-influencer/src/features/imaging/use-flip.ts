import { useEffect, useEffectEvent, useRef, type TouchEvent } from 'react';

interface Flip {
  onPrevious: () => void;
  onNext: () => void;
  onLeave: () => void;
}

const farEnough = 60;

/** Arrow keys and Escape anywhere on the page, and a swipe on whatever takes the returned handlers. */
export function useFlip({ onPrevious, onNext, onLeave }: Flip) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    // Its Escape closes the popover, no more.
    if (document.querySelector(':popover-open')) return;
    if (event.key === 'ArrowLeft') onPrevious();
    if (event.key === 'ArrowRight') onNext();
    if (event.key === 'Escape') onLeave();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => onKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  const start = useRef<{ x: number; y: number }>(undefined);
  return {
    onTouchStart: ({ touches }: TouchEvent) => {
      const touch = touches[0];
      // Two fingers zoom.
      start.current = touch && touches.length === 1 ? { x: touch.clientX, y: touch.clientY } : undefined;
    },
    onTouchEnd: ({ changedTouches }: TouchEvent) => {
      const touch = changedTouches[0];
      if (!touch || !start.current) return;
      const across = touch.clientX - start.current.x;
      const down = touch.clientY - start.current.y;
      if (Math.abs(across) < farEnough || Math.abs(across) < Math.abs(down) * 1.5) return;
      if (across > 0) onPrevious();
      else onNext();
    },
  };
}
