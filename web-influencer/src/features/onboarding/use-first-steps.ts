import { useApolloClient, useQuery } from '@apollo/client/react';
import type { FirstStepKind } from '@influencegen/shared-schema/contract/schema.generated';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { useEffect } from 'react';
import {
  StudioFirstStepsChangedDocument,
  StudioFirstStepsDocument,
  StudioSeeFirstStepDocument,
} from './first-steps.generated';

/** Keeps the guide in step with what is done on other devices. Apollo stores what comes. */
export function useLiveFirstSteps(shown: boolean): void {
  useListening(StudioFirstStepsChangedDocument, { skip: !shown });
}

/** Notes that the person looks at what a step is about; null: at nothing of the kind. */
export function useStepSeen(step: FirstStepKind | null): void {
  const client = useApolloClient();
  const { data } = useQuery(StudioFirstStepsDocument, { skip: step === null });
  const isNew = data?.firstSteps.steps.some(({ kind, done }) => kind === step && !done) ?? false;
  useEffect(() => {
    // Support takes no steps for somebody, and what was not noted is noted the next time.
    if (isNew && step !== null)
      client.mutate({ mutation: StudioSeeFirstStepDocument, variables: { step } }).catch(() => undefined);
  }, [client, isNew, step]);
}
