import { startTransition, useMemo, useOptimistic } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { readFilter, writeFilter, type RequestFilter } from '../features/imaging/request-filter';

interface UsedFilter {
  /** Of the list that is on the screen. */
  filter: RequestFilter;
  /** What was chosen last, at once; its list may still be on its way. */
  chosen: RequestFilter;
  choose: (part: Partial<RequestFilter>) => void;
}

/** The filter lives in the address. Choices made faster than lists arrive build on one another. */
export function useRequestFilter(): UsedFilter {
  const navigate = useNavigate();
  const [params] = useSearchParams();
  const filter = useMemo(() => readFilter(params), [params]);
  const [chosen, setChosen] = useOptimistic(filter);

  const choose = (part: Partial<RequestFilter>): void => {
    const next = { ...chosen, ...part };
    startTransition(async () => {
      setChosen(next);
      await navigate({ search: writeFilter(next).toString() });
    });
  };
  return { filter, chosen, choose };
}
