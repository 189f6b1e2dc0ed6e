import { useTranslation } from 'react-i18next';

/** Codes that have words in every language; the API's own sentence, in English, stands for the rest. */
const known = [
  'AI_ERROR',
  'DELIVERY_REFUSED',
  'DISPATCH_GAVE_UP',
  'DISPATCH_REFUSED',
  'RENDER_ERROR',
  'TIMED_OUT',
] as const;
type Known = (typeof known)[number];

const isKnown = (code: string): code is Known => known.some((each) => each === code);

export function useFailureText(): (failure: { code: string; message: string }) => string {
  const { t } = useTranslation();
  return ({ code, message }) => (isKnown(code) ? t(`failure.${code}`) : message);
}
