import type { ApolloClient } from '@apollo/client';
import { useApolloClient } from '@apollo/client/react';
import { fieldProblems, problemOf } from '@influencegen/shared-schema/client/errors';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { questionOf } from '@influencegen/shared-schema/contract/onboarding-questions';
import { useEffect, useSyncExternalStore } from 'react';
import { AnswerQueue, type QueueView, type SaveOutcome, type StoredAnswer } from './answer-queue.ts';
import { StudioOnboardingDocument, StudioSaveAnswersDocument, type SectionViewFragment } from './application.generated';

/** Of each client, by section: what is on its way outlives the page that shows it. */
const queues = new WeakMap<ApolloClient, Map<string, AnswerQueue>>();

const keptAs = (sectionId: string): string => `influencegen.unsaved.${sectionId}`;

function unsavedOf(sectionId: string): StoredAnswer[] {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keptAs(sectionId)) ?? '[]') as StoredAnswer[];
    // A newer version of this page may not ask it any more.
    return kept.filter(({ field }) => questionOf(field) !== undefined);
  } catch {
    return [];
  }
}

/** For this tab only, and only until it is saved. */
function keep(sectionId: string, unsaved: StoredAnswer[] | null): void {
  if (unsaved === null) sessionStorage.removeItem(keptAs(sectionId));
  else sessionStorage.setItem(keptAs(sectionId), JSON.stringify(unsaved));
}

async function save(client: ApolloClient, section: SectionViewFragment, answers: StoredAnswer[]): Promise<SaveOutcome> {
  // Signed out meanwhile: what one person typed is never saved as another's.
  const own = client.readQuery({ query: StudioOnboardingDocument })?.onboarding.id;
  if (own === undefined || !section.id.startsWith(own)) return { kind: 'gone' };
  try {
    const { data } = await client.mutate({
      mutation: StudioSaveAnswersDocument,
      variables: {
        section: section.kind,
        answers: answers.map(({ values, ...rest }) => ({ ...rest, values: [...values] })),
      },
    });
    const result = data!.saveAnswers;
    switch (result.__typename) {
      case 'OnboardingSection':
        return { kind: 'saved', answers: result.answers };
      case 'AnswerConflict':
        return { kind: 'conflict', answers: result.answers };
      case 'SectionInReview':
      case 'ApplicationRejected':
        return { kind: 'locked' };
    }
  } catch (error) {
    return problemOf(error) === 'BAD_USER_INPUT'
      ? { kind: 'refused', fields: refusedIn(answers, error) }
      : { kind: 'failed' };
  }
}

/** Those that the server names, or all where it names none. */
function refusedIn(sent: readonly StoredAnswer[], error: unknown): Record<string, 'refused' | 'outdated'> {
  const named = fieldProblems(error).flatMap(({ path }) => {
    const [, index, part] = /^answers\.(\d+)\.(\w+)$/.exec(path) ?? [];
    const answer = sent[Number(index)];
    return answer ? [[answer.field, part === 'field' ? 'outdated' : 'refused'] as const] : [];
  });
  return Object.fromEntries(named.length > 0 ? named : sent.map(({ field }) => [field, 'refused'] as const));
}

function queueOf(client: ApolloClient, section: SectionViewFragment): AnswerQueue {
  const ofClient = queues.get(client) ?? new Map<string, AnswerQueue>();
  queues.set(client, ofClient);
  const known = ofClient.get(section.id);
  if (known) return known;
  const queue = new AnswerQueue(
    { save: (answers) => save(client, section, answers), keep: (unsaved) => keep(section.id, unsaved) },
    section.answers,
    unsavedOf(section.id),
  );
  ofClient.set(section.id, queue);
  return queue;
}

/** What is answered in a section, as this device has it, and the way to change it. */
export function useAnswers(section: SectionViewFragment): { queue: AnswerQueue; view: QueueView } {
  const client = useApolloClient();
  const queue = queueOf(client, section);
  const view = useSyncExternalStore(queue.watch, queue.view);
  useEffect(() => queue.offer(section.answers), [queue, section.answers]);

  const sendNow = (): void => void queue.send();
  useReconnected(sendNow);
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent): void => {
      if (queue.isUnsaved) event.preventDefault();
    };
    const send = (): void => void queue.send();
    window.addEventListener('beforeunload', ask);
    window.addEventListener('online', send);
    // A phone that goes to another app may never come back to this page.
    document.addEventListener('visibilitychange', send);
    return () => {
      window.removeEventListener('beforeunload', ask);
      window.removeEventListener('online', send);
      document.removeEventListener('visibilitychange', send);
      void queue.send();
    };
  }, [queue]);
  return { queue, view };
}
