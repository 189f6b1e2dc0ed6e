import { useSuspenseQuery } from '@apollo/client/react';
import { Navigate } from 'react-router';
import { StudioSessionDocument } from '../features/accounts/session.generated';

/** Whoever is not in yet begins with joining, everybody else with the studio. */
export function HomePage() {
  const { data } = useSuspenseQuery(StudioSessionDocument);
  const mayAsk = data.viewer?.permissions.includes('imaging.request') ?? true;
  return <Navigate to={mayAsk ? '/studio' : '/onboarding'} replace />;
}
