import type { ReactNode } from 'react';
import classes from './form-alert.module.css';

/** Stands there from the beginning, so that screen readers notice what comes into it. */
export function FormAlert({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className={classes.place}>
      {children ? <div className={classes.problem}>{children}</div> : null}
    </div>
  );
}

/** What went well, or what a person has to know before they go on. */
export function FormNote({ children }: { children: ReactNode }) {
  return (
    <div role="status" className={classes.note}>
      {children}
    </div>
  );
}
