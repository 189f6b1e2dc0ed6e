import { hasCode } from '@influencegen/shared-schema/client/errors';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { useAttempt } from '../use-attempt.ts';
import { useProfileMoves } from './use-social-profiles.ts';

/** A platform sends people back here with `state` and `code`, or with `error`. Taken once, and out of the address. */
export function useSignInReturn(onDone: () => void): { busy: boolean; failure: string | null } {
  const { t } = useTranslation();
  const [given] = useSearchParams();
  const navigate = useNavigate();
  const { finishSignIn } = useProfileMoves();
  const { busy, failure, run } = useAttempt();
  const taken = useRef(false);

  useEffect(() => {
    const [state, code, error] = ['state', 'code', 'error'].map((name) => given.get(name));
    if (taken.current || (!state && !error)) return;
    taken.current = true;
    void navigate({ search: '' }, { replace: true });
    void run('signIn', async () => {
      if (error === 'access_denied') return t('onboarding.social.signInDenied');
      if (!state || !code) return t('onboarding.social.signInFailed');
      try {
        return await finishSignIn(state, code);
      } catch (problem) {
        if (hasCode(problem, 'NOT_FOUND')) return t('onboarding.social.signInTooLate');
        throw problem;
      } finally {
        onDone();
      }
    });
  });
  return { busy: busy !== null, failure };
}
