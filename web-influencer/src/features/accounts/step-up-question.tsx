import { useApolloClient } from '@apollo/client/react';
import { StepUpDialog } from '@influencegen/shared-schema/ui/step-up-dialog';
import { stepUpApi } from './proof-api.ts';

/** Once on every page behind the sign-in. */
export function StepUpQuestion() {
  return <StepUpDialog api={stepUpApi(useApolloClient())} />;
}
