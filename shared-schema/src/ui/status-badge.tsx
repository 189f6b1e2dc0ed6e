import type { ReactNode } from 'react';
import classes from './status-badge.module.css';

export type Tone = 'neutral' | 'active' | 'info' | 'positive' | 'warning' | 'negative';

/** The word says the state, the colour repeats it. `active` breathes: something is happening now. */
export function StatusBadge({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {children}
    </span>
  );
}
