import { useTranslation } from 'react-i18next';

/** Codes that have words in every language; the API's own sentence, in English, stands for the rest. */
export const knownFailures = [
  'AI_ERROR',
  'DELIVERY_REFUSED',
  'DISPATCH_GAVE_UP',
  'DISPATCH_REFUSED',
  'RENDER_ERROR',
  'TIMED_OUT',
] as const;
type Known = (typeof knownFailures)[number];

interface Failure {
  code: string;
  message: string;
}

export const isKnownFailure = (code: string): code is Known => knownFailures.some((each) => each === code);

/** A word or two for a row, a sentence for a page. */
export function useFailureText(length: 'failure' | 'failureInFull'): (failure: Failure) => string {
  const { t } = useTranslation();
  return ({ code, message }) => (isKnownFailure(code) ? t(`${length}.${code}`) : message);
}
