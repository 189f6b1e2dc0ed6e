import { startTransition, useMemo, useOptimistic } from 'react';
import { useNavigate, useSearchParams } from 'react-router';

interface UsedFilter<Filter> {
  /** Of the list that is on the screen. */
  filter: Filter;
  /** What was chosen last, at once; its list may still be on its way. */
  chosen: Filter;
  choose: (part: Partial<Filter>) => void;
}

/**
 * The filter lives in the address. Choices made faster than lists arrive build on one another. `read` and `write` must stay
 * the same functions.
 */
export function useAddressFilter<Filter extends object>(
  read: (params: URLSearchParams) => Filter,
  write: (filter: Filter) => URLSearchParams,
): UsedFilter<Filter> {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const filter = useMemo(() => read(params), [read, params]);
  const [chosen, setChosen] = useOptimistic(filter);

  const choose = (part: Partial<Filter>): void => {
    const next = { ...chosen, ...part };
    startTransition(async () => {
      setChosen(next);
      await navigate({ search: write(next).toString() }, { preventScrollReset: true });
    });
  };
  return { filter, chosen, choose };
}
