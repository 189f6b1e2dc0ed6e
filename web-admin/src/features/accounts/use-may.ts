import { useQuery } from '@apollo/client/react';
import { ViewerMayDocument } from './viewer-may.generated';

/** Whether the person at the desk holds a permission. The layout has read it already. */
export function useMay(): (permission: string) => boolean {
  const { data } = useQuery(ViewerMayDocument, { fetchPolicy: 'cache-first' });
  return (permission) => data?.viewer?.permissions.includes(permission) ?? false;
}
