import type { ReactNode } from 'react';
import classes from './facts.module.css';

type Fact = readonly [name: string, value: ReactNode];

/** Names and values; a fact that is `false` does not apply and is left out. */
export function Facts({ facts }: { facts: readonly (Fact | false)[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]}>
              <dt>{fact[0]}</dt>
              <dd>{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
