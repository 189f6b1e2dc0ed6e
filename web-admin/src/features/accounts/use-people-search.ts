import { skipToken, useQuery } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useDebouncedValue } from '@mantine/hooks';
import { PeopleSearchDocument, type PeopleSearchQuery } from './people-search.generated';

/** People whose name begins with what was typed; the former answer stays while the next is on its way. */
export function usePeopleSearch(text: string): {
  people: PeopleSearchQuery['people'];
  answered: boolean;
  problem: Problem | null;
} {
  const [search] = useDebouncedValue(text.trim(), 150);
  const { data, previousData, error, loading } = useQuery(
    PeopleSearchDocument,
    search ? { variables: { search } } : skipToken,
  );
  const known = search ? (data ?? previousData) : undefined;
  return {
    people: known?.people ?? [],
    answered: search !== '' && !loading && search === text.trim(),
    problem: error ? problemOf(error) : null,
  };
}
