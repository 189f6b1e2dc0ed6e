import { useState } from 'react';
import { useFocusHandedOn } from '../ui/focus-back.tsx';
import { problemOf, type Problem } from './errors.ts';

interface Actions<Name extends string> {
  /** Any of them is under way. */
  busy: boolean;
  isUnderWay: (name: Name) => boolean;
  /** Why the last one failed. */
  problem: Problem | null;
  /** A name tells apart what one screen waits for in several places. */
  run: (action: () => Promise<unknown>, name?: Name) => void;
}

/**
 * Runs what a press sets off, and keeps what went wrong. That is told together with the end of the work, not before it:
 * whoever reads it can try again at once. Not a transition: React finishes none while another one still waits for an
 * answer, and a link that is pressed meanwhile would lead nowhere. What was pressed may go away with it: the focus is handed on.
 */
export function useAction<Name extends string>(): Actions<Name> {
  const [underWay, setUnderWay] = useState<readonly (Name | undefined)[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);
  const leaveFocus = useFocusHandedOn();

  const work = async (action: () => Promise<unknown>, name?: Name): Promise<void> => {
    leaveFocus();
    setUnderWay((before) => [...before, name]);
    setProblem(null);
    try {
      await action();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setUnderWay((before) => before.toSpliced(before.indexOf(name), 1));
    }
  };
  return {
    busy: underWay.length > 0,
    isUnderWay: (name) => underWay.includes(name),
    problem,
    run: (action, name) => void work(action, name),
  };
}
