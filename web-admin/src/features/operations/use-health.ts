import { useApolloClient } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { useEffect, useState } from 'react';
import { HealthPageDocument, type HealthPageQuery } from './health-page.generated';

const checkEvery = 4000;

interface Known {
  health: HealthPageQuery['health'] | null;
  checkedAt: string | null;
  problem: Problem | null;
}

/** Asks again and again, the next time only after the last answer; a failure leaves the last known state. */
export function useHealth(): Known {
  const client = useApolloClient();
  const [known, setKnown] = useState<Known>({ health: null, checkedAt: null, problem: null });

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let left = false;
    const check = async (): Promise<void> => {
      try {
        const { data } = await client.query({ query: HealthPageDocument, fetchPolicy: 'network-only' });
        if (!left && data) setKnown({ health: data.health, checkedAt: new Date().toISOString(), problem: null });
      } catch (error) {
        if (!left) setKnown((before) => ({ ...before, problem: problemOf(error) }));
      }
      if (!left) timer = setTimeout(() => void check(), checkEvery);
    };
    void check();
    return () => {
      left = true;
      clearTimeout(timer);
    };
  }, [client]);

  return known;
}
