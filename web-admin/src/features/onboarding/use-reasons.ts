import { useQuery } from '@apollo/client/react';
import type { ReasonUse, SectionKind } from '@influencegen/shared-schema/contract/schema.generated';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { ReviewReasonsDocument } from './review-case.generated';

export interface OfferedReason {
  code: string;
  text: string;
}

/** Why something is returned or refused, in the language of the reviewer. */
export function useReasons() {
  const [language] = useLanguage();
  const { data } = useQuery(ReviewReasonsDocument);
  const all = (data?.reviewReasons ?? []).map((reason) => ({
    ...reason,
    text: (reason.texts.find((text) => text.language === language) ?? reason.texts[0])?.text ?? reason.code,
  }));
  return {
    textOf: (code: string): string => all.find((reason) => reason.code === code)?.text ?? code,
    offered: (use: ReasonUse, section: SectionKind | null): OfferedReason[] =>
      all.filter(
        (reason) =>
          !reason.retired &&
          reason.use === use &&
          (section === null || reason.sections.length === 0 || reason.sections.includes(section)),
      ),
  };
}
