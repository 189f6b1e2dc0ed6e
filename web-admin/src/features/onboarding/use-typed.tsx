import { LeaveGuard, LeaveQuestion } from '@influencegen/shared-schema/ui/leave-guard';
import { useEffectEvent, useLayoutEffect, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';

type Form = 'note' | 'return' | 'wish' | 'rejection';

/** What was typed into a form and not kept yet. */
export interface Typed {
  /** Whether there is something. */
  tell: (typed: boolean) => void;
  /** Does what would lose it, once it may be lost. */
  askFirst: (lose: () => void) => void;
}

/** What was typed into the forms of a case: it is not lost before the reviewer says so, neither with the page nor with a form. */
export function useTyped() {
  const [forms, setForms] = useState<ReadonlySet<Form>>(new Set());
  const [asked, setAsked] = useState<{ lose: () => void } | null>(null);

  const askFirst = (lose: () => void, ...of: Form[]): void => {
    if (of.some((form) => forms.has(form))) setAsked({ lose });
    else lose();
  };
  const inForm = (form: Form): Typed => ({
    tell: (typed) =>
      setForms((before) => {
        if (before.has(form) === typed) return before;
        return typed ? new Set([...before, form]) : new Set([...before].filter((each) => each !== form));
      }),
    askFirst: (lose) => askFirst(lose, form),
  });
  const questions: ReactNode = (
    <>
      <LeaveGuard when={forms.size > 0} />
      {asked && (
        <LeaveQuestion
          onStay={() => setAsked(null)}
          onDiscard={() => {
            // What follows moves the focus, which nothing under an open panel takes.
            flushSync(() => setAsked(null));
            asked.lose();
          }}
        />
      )}
    </>
  );
  const has = (form: Form): boolean => forms.has(form);
  return { askFirst, inForm, has, questions };
}

/** Of a form: says whether something is typed in it, as long as it stands there. */
export function useTellTyped({ tell }: Typed, typed: boolean): void {
  const say = useEffectEvent(tell);
  // At once: whoever closes the form may leave the page in the next moment.
  useLayoutEffect(() => {
    say(typed);
    return () => say(false);
  }, [typed]);
}
