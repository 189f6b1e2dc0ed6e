import { ErrorLink } from '@apollo/client/link/error';
import { createContext, useContext, useEffect, useSyncExternalStore } from 'react';
import { from, mergeMap, throwError } from 'rxjs';
import { needsStepUp } from './errors.ts';

/** Between an operation that needs fresh proof and the dialog that asks for it: proven, the operation is sent again. */
export class StepUp {
  #asking: PromiseWithResolvers<boolean> | null = null;
  readonly #watchers = new Set<() => void>();

  /** Stands before the link to the API. */
  readonly link = new ErrorLink(({ error, operation, forward }) => {
    if (!needsStepUp(error)) return;
    return from(this.ask()).pipe(mergeMap((proven) => (proven ? forward(operation) : throwError(() => error))));
  });

  /** For the dialog: somebody waits. */
  get isAsking(): boolean {
    return this.#asking !== null;
  }

  /** For the dialog. Everything that waits goes on, or fails. */
  settle(proven: boolean): void {
    this.#asking?.resolve(proven);
    this.#become(null);
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Whether the person has shown who they are. Of several operations that need it at once, one question is enough. */
  ask(): Promise<boolean> {
    if (!this.#asking) this.#become(Promise.withResolvers<boolean>());
    return this.#asking!.promise;
  }

  #become(asking: PromiseWithResolvers<boolean> | null): void {
    this.#asking = asking;
    for (const watcher of this.#watchers) watcher();
  }
}

export const StepUpContext = createContext(new StepUp());

export function useStepUp(): { isAsking: boolean; settle: (proven: boolean) => void } {
  const stepUp = useContext(StepUpContext);
  const isAsking = useSyncExternalStore(stepUp.watch, () => stepUp.isAsking);
  // Where nobody is asked any more the session has ended: what waits is not for whoever signs in next.
  useEffect(() => () => stepUp.settle(false), [stepUp]);
  return { isAsking, settle: (proven) => stepUp.settle(proven) };
}
