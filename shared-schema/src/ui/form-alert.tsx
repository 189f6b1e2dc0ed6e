import { useEffect, useState, type ReactNode } from 'react';
import classes from './form-alert.module.css';

/** Stands there from the beginning, so that screen readers notice what comes into it. */
export function FormAlert({ children }: { children: ReactNode }) {
  return (
    <div role="alert" className={classes.place}>
      {children ? <div className={classes.problem}>{children}</div> : null}
    </div>
  );
}

/** What went well, or what a person has to know before they go on. Like an alert, it stands there from the beginning. */
export function FormNote({ children }: { children: ReactNode }) {
  return (
    <div role="status" className={classes.place}>
      {children ? <div className={classes.note}>{children}</div> : null}
    </div>
  );
}

/** What a person who arrives at a page has to know. Screen readers pass over what comes together with the page. */
export function ArrivalNote({ children }: { children: ReactNode }) {
  const [arrived, setArrived] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setArrived(true));
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status">
      {/* Its place is kept: nothing moves when it comes. */}
      <div className={classes.note} style={{ visibility: arrived ? 'visible' : 'hidden' }}>
        {children}
      </div>
    </div>
  );
}
