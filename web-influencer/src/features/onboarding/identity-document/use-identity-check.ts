import { useApolloClient, useMutation, useSuspenseQuery } from '@apollo/client/react';
import { readAnew } from '@influencegen/shared-schema/client/read-anew';
import { useEffect, useRef } from 'react';
import { leavePage } from '../leave-page.ts';
import { useOnboardingChanges } from '../use-application.ts';
import { useAttempt } from '../use-attempt.ts';
import {
  StudioIdentityCheckDocument,
  StudioStartIdentityCheckDocument,
  type IdentityCheckViewFragment,
} from './identity-check.generated';

/** The check at a provider, where one is connected, kept in step with what they say. */
export function useIdentityCheck() {
  const client = useApolloClient();
  const { data } = useSuspenseQuery(StudioIdentityCheckDocument);
  const { identityCheckOffered: offered, identityCheck: check } = data;
  const readAgain = (): void => readAnew(client, StudioIdentityCheckDocument);
  useOnboardingChanges({ onChange: readAgain, onReconnected: readAgain });

  const [begin] = useMutation(StudioStartIdentityCheckDocument, {
    update: (cache, { data: answer }) =>
      cache.updateQuery({ query: StudioIdentityCheckDocument }, (known) =>
        known && answer ? { ...known, identityCheck: answer.startIdentityCheck } : known,
      ),
  });
  const { busy, failure, run } = useAttempt();
  /** Pressed here: as soon as there is a page to go to, one goes there. */
  const onTheWay = useRef(false);
  const go = (to: IdentityCheckViewFragment | null): void => {
    if (!onTheWay.current || to?.status !== 'OPEN' || to.url === null) return;
    onTheWay.current = false;
    leavePage.to(to.url);
  };
  useEffect(() => go(check ?? null));

  const start = (): void =>
    void run('start', async () => {
      onTheWay.current = true;
      go((await begin()).data!.startIdentityCheck);
      return null;
    });
  return { offered, check: check ?? null, start, busy: busy !== null, failure };
}
