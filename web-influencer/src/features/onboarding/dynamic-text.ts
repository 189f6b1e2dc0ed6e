import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';

/** Texts whose names come from the server or from declarations: the first of these that there is, else null. */
export function useNamedText(): (...keys: string[]) => string | null {
  const { t, i18n } = useTranslation(['app', 'ui']);
  const named = t as unknown as TFunction<['app', 'ui']> & ((key: string) => string);
  return (...keys) => {
    const key = keys.find((each) => i18n.exists(each));
    return key === undefined ? null : named(key);
  };
}

/** What is wrong, in the person's words. */
export function useProblemText(): (code: string) => string {
  const text = useNamedText();
  return (code) => text(`ui:problem.${code}`, `ui:field.${code}`, 'ui:field.MALFORMED')!;
}

/** What a question is called where there is no room for it as a whole. */
export function useQuestionLabel(): (field: string) => string {
  const text = useNamedText();
  return (field) => text(`ui:question.${field}.short`, `ui:question.${field}.label`) ?? field;
}
