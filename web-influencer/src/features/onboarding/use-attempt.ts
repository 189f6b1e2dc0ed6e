import { problemOf, retryAfterOf } from '@influencegen/shared-schema/client/errors';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What an attempt came to, when it came to nothing: a sentence. */
export type Failure = string | null;

/** One thing at a time that a press sets off, and in words why it did not work. */
export function useAttempt() {
  const { t } = useTranslation(['app', 'ui']);
  const { relativeTime } = useFormat();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure>(null);

  const said = (error: unknown): string => {
    const problem = problemOf(error);
    const seconds = retryAfterOf(error);
    if (problem === 'RATE_LIMITED' && seconds !== null) {
      const now = new Date();
      return t('onboarding.tooOften', {
        when: relativeTime(new Date(now.getTime() + seconds * 1000).toISOString(), now),
      });
    }
    return t(`ui:problem.${problem}`);
  };
  const run = async (name: string, work: () => Promise<Failure>): Promise<void> => {
    if (busy !== null) return;
    setBusy(name);
    setFailure(null);
    try {
      setFailure(await work());
    } catch (error) {
      setFailure(said(error));
    } finally {
      setBusy(null);
    }
  };
  return { busy, failure, run };
}
