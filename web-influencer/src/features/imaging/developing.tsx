import type { CSSProperties } from 'react';
import classes from './developing.module.css';

/** A picture in the developing bath. Its colours come from the id, so that every request looks like itself. */
export function Developing({ id, progress }: { id: string; progress: number }) {
  const hue = Array.from(id).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 360, 7);
  return (
    <span
      aria-hidden
      className={classes.bath}
      style={{ '--hue': hue, '--developed': progress / 100 } as CSSProperties}
    />
  );
}
