import { useSuspenseQuery } from '@apollo/client/react';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { Navigate } from 'react-router';
import { SessionDocument } from './session.generated';
import { sections } from './sections';

/** The first page that this person may see. */
export function StartPage() {
  const { data } = useSuspenseQuery(SessionDocument);
  const pages = sections.flatMap((section) => section.pages.map(({ to, needs }) => ({ to, needs })));
  const first = pages.find(({ needs }) => data.viewer?.permissions.includes(needs));
  return first ? <Navigate to={first.to} replace /> : <NotFound />;
}
