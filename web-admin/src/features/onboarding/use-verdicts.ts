import { useApolloClient } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import type { SectionKind, VerdictOutcome } from '@influencegen/shared-schema/contract/schema.generated';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useEffect, useRef, useState } from 'react';
import type { Reasons } from './reason-form';
import { ReviewCasePageDocument, SaveSectionVerdictDocument } from './review-case.generated';
import type { File } from './review-file';

export interface VerdictProblem {
  section: SectionKind;
  what: Problem | 'CONFLICT_SHOWN';
}

/**
 * What a reviewer thinks, saved as they say it: several sections at a time, so that nobody waits for one to say the next.
 * `onLost`: somebody else has the case now.
 */
export function useVerdicts(file: File, onLost: () => void) {
  const client = useApolloClient();
  const [language] = useLanguage();
  const onTheirWay = useRef(new Map<SectionKind, Promise<boolean>>());
  /** Stored, and not on the screen yet: what follows from it would follow from the verdicts before. */
  const unseen = useRef(new Map<SectionKind, number>());
  const seen = useRef(Promise.withResolvers<void>());
  useEffect(() => {
    for (const { kind, verdict } of file.sections)
      if ((verdict?.revision ?? 0) >= (unseen.current.get(kind) ?? 0)) unseen.current.delete(kind);
    if (unseen.current.size > 0) return;
    seen.current.resolve();
    seen.current = Promise.withResolvers();
  }, [file]);
  const [busy, setBusy] = useState<ReadonlySet<SectionKind>>(new Set());
  const [problem, setProblem] = useState<VerdictProblem | null>(null);

  const save = async (section: SectionKind, outcome: VerdictOutcome, why?: Reasons): Promise<boolean> => {
    const query = { query: ReviewCasePageDocument, variables: { id: file.id, language } };
    const sections = (client.cache.readQuery(query)?.reviewFile ?? file).sections;
    const before = sections.find(({ kind }) => kind === section)?.verdict;
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
      const kept = client.cache.updateQuery(
        query,
        (read) =>
          read && {
            reviewFile: {
              ...read.reviewFile,
              sections: read.reviewFile.sections.map((each) => (each.kind === section ? { ...each, verdict } : each)),
            },
          },
      );
      if (kept && verdict.revision > (before?.revision ?? 0)) unseen.current.set(section, verdict.revision);
      if (conflict) setProblem({ section, what: 'CONFLICT_SHOWN' });
      return !conflict;
    } catch (error) {
      setProblem({ section, what: problemOf(error) });
      return false;
    }
  };

  const say = async (section: SectionKind, outcome: VerdictOutcome, why?: Reasons): Promise<boolean> => {
    setProblem(null);
    // What is said of a section counts in the order in which it was said.
    const former = onTheirWay.current.get(section) ?? Promise.resolve(true);
    const saved = former.then(() => save(section, outcome, why));
    onTheirWay.current.set(section, saved);
    setBusy(new Set(onTheirWay.current.keys()));
    const done = await saved;
    if (onTheirWay.current.get(section) === saved) onTheirWay.current.delete(section);
    setBusy(new Set(onTheirWay.current.keys()));
    return done;
  };
  const isOnItsWay = (section: SectionKind): boolean => onTheirWay.current.has(section);
  /** When all that was said is stored and shown; false: something of it could not be stored. */
  const settled = async (): Promise<boolean> => {
    const stored = await Promise.all(onTheirWay.current.values());
    if (unseen.current.size > 0) await seen.current.promise;
    return stored.every(Boolean);
  };
  return { say, settled, isOnItsWay, busy, problem };
}
