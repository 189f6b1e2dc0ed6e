import { useApolloClient } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import type { SectionKind, VerdictOutcome } from '@influencegen/shared-schema/contract/schema.generated';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useState } from 'react';
import type { Reasons } from './reason-form';
import { ReviewCasePageDocument, SaveSectionVerdictDocument } from './review-case.generated';
import type { File } from './review-file';

/** What a reviewer thinks, saved as they say it. `onLost`: somebody else has the case now. */
export function useVerdicts(file: File, onLost: () => void) {
  const client = useApolloClient();
  const [language] = useLanguage();
  const [busy, setBusy] = useState<SectionKind | null>(null);
  const [problem, setProblem] = useState<Problem | 'CONFLICT_SHOWN' | null>(null);

  const say = async (section: SectionKind, outcome: VerdictOutcome, why?: Reasons): Promise<boolean> => {
    const before = file.sections.find(({ kind }) => kind === section)?.verdict;
    setBusy(section);
    setProblem(null);
    try {
      const { data } = await client.mutate({
        mutation: SaveSectionVerdictDocument,
        variables: { input: { caseId: file.id, section, outcome, revision: before?.revision ?? 0, ...why } },
      });
      const answer = data!.saveSectionVerdict;
      if (answer.__typename === 'CaseNotHeld') {
        onLost();
        return false;
      }
      const conflict = answer.__typename === 'VerdictConflict';
      const verdict = conflict ? answer.verdict : answer;
      client.cache.updateQuery(
        { query: ReviewCasePageDocument, variables: { id: file.id, language } },
        (read) =>
          read && {
            reviewFile: {
              ...read.reviewFile,
              sections: read.reviewFile.sections.map((each) => (each.kind === section ? { ...each, verdict } : each)),
            },
          },
      );
      if (conflict) setProblem('CONFLICT_SHOWN');
      return !conflict;
    } catch (error) {
      setProblem(problemOf(error));
      return false;
    } finally {
      setBusy(null);
    }
  };
  return { say, busy, problem };
}
