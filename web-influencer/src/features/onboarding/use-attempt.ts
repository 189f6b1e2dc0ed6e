import { problemOf } from '@influencegen/shared-schema/client/errors';
import { useRetryTime } from '@influencegen/shared-schema/ui/use-retry-time';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** What an attempt came to, when it came to nothing: a sentence. */
export type Failure = string | null;

/** One thing at a time that a press sets off, and in words why it did not work. */
export function useAttempt() {
  const { t } = useTranslation(['app', 'ui']);
  const retryTime = useRetryTime();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure>(null);

  const said = (error: unknown): string => {
    const when = retryTime(error);
    return when === null ? t(`ui:problem.${problemOf(error)}`) : t('onboarding.tooOften', { when });
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
