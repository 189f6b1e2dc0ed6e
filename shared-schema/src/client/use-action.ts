import { useState } from 'react';
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
 * answer, and a link that is pressed meanwhile would lead nowhere.
 */
export function useAction<Name extends string>(): Actions<Name> {
  const [underWay, setUnderWay] = useState<readonly (Name | undefined)[]>([]);
  const [problem, setProblem] = useState<Problem | null>(null);

  const work = async (action: () => Promise<unknown>, name?: Name): Promise<void> => {
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
