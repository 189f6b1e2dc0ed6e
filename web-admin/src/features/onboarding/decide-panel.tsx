import { useApolloClient } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import type { CaseDecision, SectionKind } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { isSameReason, ReasonForm, type Reasons } from './reason-form';
import { DecideCaseDocument } from './review-case.generated';
import { suggestionOf, underReview, type File, type FileSection } from './review-file';
import classes from './review.module.css';
import { useReasons } from './use-reasons';
import type { Typed } from './use-typed';

interface DecidePanelProps {
  file: File;
  /** Of the rejection. */
  typed: Typed;
  unsent: string | null;
  onClose: () => void;
  onDecided: () => void;
  /** Somebody else has it now. */
  onLost: () => void;
}

const dayOf = (iso: string): string => iso.slice(0, 10);

type Proposal = NonNullable<File['proposal']>;

/** Not answered yet: it goes out with what is decided. */
const goesOut = ({ documentRequests }: FileSection): string[] =>
  documentRequests.filter(({ state }) => state === 'PLANNED' || state === 'ASKED').map(({ id }) => id);

const inOneForm = (
  said: Pick<Proposal['verdicts'][number], 'outcome' | 'reasons' | 'note'> | null | undefined,
  requests: readonly string[],
): string =>
  said?.outcome == null ? '' : JSON.stringify([said.outcome, said.reasons.toSorted(), said.note, requests.toSorted()]);

const isAsProposed = ({ verdicts }: Proposal, section: FileSection): boolean => {
  const said = verdicts.find((each) => each.section === section.kind);
  return inOneForm(said, said?.requests ?? []) === inOneForm(section.verdict, goesOut(section));
};

/** Why, and from when they may apply again: of a rejection. */
type Why = Reasons & { reapplyAt: string | null };
const noReason: Why = { reasons: [], note: null, reapplyAt: null };

const isSameWhy = (one: Why, other: Why): boolean => isSameReason(one, other) && one.reapplyAt === other.reapplyAt;

/** What becomes of the application: what follows from the verdicts, or a rejection with its reasons. */
export function DecidePanel({ file, typed, unsent, onClose, onDecided, onLost }: DecidePanelProps) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const format = useFormat();
  const problemText = useProblemText();
  const { textOf, offered } = useReasons();
  const { proposal } = file;
  const proposedRejection = proposal?.decision === 'REJECTED' ? proposal : null;
  const [rejecting, setRejecting] = useState(proposedRejection !== null);
  const again = {
    never: proposedRejection?.reapplyAt === null,
    day: dayOf(proposedRejection?.reapplyAt ?? file.suggestedReapplyAt),
  };
  const [never, setNever] = useState(again.never);
  const [day, setDay] = useState(again.day);
  const reject = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const [failures, setFailures] = useState<readonly string[]>([]);
  const sections = underReview(file);
  const suggestion = suggestionOf(file);
  const missing = sections.filter(({ verdict }) => verdict?.outcome == null).map(({ kind }) => kind);
  const returned = sections.filter(({ verdict }) => verdict?.outcome === 'RETURN');
  const names = (kinds: readonly SectionKind[]): string =>
    format.list(kinds.map((kind) => t(`reviews.section.${kind}`)));

  const withoutVerdictText = (kinds: readonly SectionKind[]): string =>
    t('reviews.undecided.withoutVerdict', { count: kinds.length, sections: names(kinds) });

  const decide = async (decision: CaseDecision, why: Partial<Why> = {}) => {
    setBusy(true);
    setFailures([]);
    try {
      const { data } = await client.mutate({
        mutation: DecideCaseDocument,
        variables: { input: { caseId: file.id, decision, ...why } },
      });
      const answer = data!.decideCase;
      if (answer.__typename === 'ReviewCase') return onDecided();
      if (answer.__typename === 'CaseNotHeld') return onLost();
      if (answer.__typename === 'ProfilesNotProven') {
        const { taken, lapsed } = answer;
        return setFailures([
          ...(taken.length > 0 ? [t('reviews.undecided.profilesTaken', { profiles: format.list(taken) })] : []),
          ...(lapsed.length > 0 ? [t('reviews.undecided.profilesLapsed', { profiles: format.list(lapsed) })] : []),
        ]);
      }
      const { withoutVerdict, withCreator, unchecked, unanswered } = answer;
      setFailures([
        ...(withoutVerdict.length > 0 ? [withoutVerdictText(withoutVerdict)] : []),
        ...(withCreator.length > 0 ? [t('reviews.undecided.withCreator', { sections: names(withCreator) })] : []),
        ...(unchecked.length > 0 ? [t('reviews.undecided.unchecked', { sections: names(unchecked) })] : []),
        ...(unanswered.length > 0 ? [t('reviews.undecided.unanswered', { sections: names(unanswered) })] : []),
        ...(answer.returned.length > 0 ? [t('reviews.undecided.returned', { sections: names(answer.returned) })] : []),
        ...(answer.nothingReturned ? [t('reviews.undecided.nothingReturned')] : []),
        ...(answer.riskFound ? [t('reviews.undecided.riskFound')] : []),
      ]);
    } catch (error) {
      setFailures([problemText(problemOf(error))]);
    } finally {
      setBusy(false);
    }
  };

  /** Whoever confirms a proposal as it is wants the same moment, not only the same day. */
  const reapplyAt = (): string | null => {
    if (never || day === '') return null;
    const proposed = proposedRejection?.reapplyAt;
    return proposed && dayOf(proposed) === day ? proposed : `${day}T00:00:00.000Z`;
  };
  const changed = sections.filter((section) => proposal !== null && !isAsProposed(proposal, section));
  /** What one of two wants is done when the other one wants the very same. */
  const wish = (decision: CaseDecision, why: Why = noReason): string => {
    const confirms =
      proposal?.decision === decision &&
      !file.proposalOutdated &&
      changed.length === 0 &&
      isSameWhy(why, { ...proposal, reasons: [...proposal.reasons] });
    return t(file.needsTwo && !confirms ? `reviews.propose.${decision}` : `reviews.do.${decision}`);
  };

  return (
    <Panel title={t('reviews.decide')} onClose={() => typed.askFirst(onClose)}>
      <div className={classes.decide}>
        {proposal && (
          <div className={classes.proposal}>
            <p>
              {t('reviews.proposed', {
                name: file.case.proposer?.displayName ?? '',
                decision: t(`reviews.decision.${proposal.decision}`),
              })}{' '}
              {proposal.reasons.map(textOf).join(' ')}
            </p>
            {proposal.note !== null && <blockquote>{proposal.note}</blockquote>}
            {proposedRejection && (
              <p>
                {proposedRejection.reapplyAt === null
                  ? t('reviews.proposedNever')
                  : t('reviews.proposedDay', { day: format.date(proposedRejection.reapplyAt) })}
              </p>
            )}
            <p>
              {file.proposalOutdated
                ? t('reviews.proposalOutdated')
                : changed.length > 0
                  ? t('reviews.proposedOtherwise', { sections: names(changed.map(({ kind }) => kind)) })
                  : t('reviews.confirmUnchanged')}
            </p>
          </div>
        )}
        {file.needsTwo && !proposal && <p className={classes.quiet}>{t('reviews.needsTwo')}</p>}
        <FormAlert>
          {failures.length > 1 ? (
            <ul className={classes.failures}>
              {failures.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          ) : (
            failures[0]
          )}
        </FormAlert>
        {rejecting ? (
          <>
            <ReasonForm
              legend={t('reviews.whyReject')}
              noteLabel={t('reviews.whatToDo')}
              submitLabel={(why) => wish('REJECTED', { ...why, reapplyAt: reapplyAt() })}
              offered={offered('REJECT', null)}
              noteMissing={t('reviews.whatToDoMissing')}
              initial={proposedRejection}
              typed={typed}
              // A decision ends the claim, also before its answer is here.
              unsent={busy ? null : unsent}
              elseChanged={never !== again.never || day !== again.day}
              busy={busy}
              onCancel={() => {
                flushSync(() => {
                  setRejecting(false);
                  setNever(again.never);
                  setDay(again.day);
                });
                reject.current?.focus();
              }}
              onSubmit={(why) => void decide('REJECTED', { ...why, reapplyAt: reapplyAt() })}
            >
              <div className={classes.reapply}>
                <label>
                  {t('reviews.reapplyFrom')}{' '}
                  <input
                    type="date"
                    value={day}
                    disabled={never}
                    onChange={({ currentTarget }) => setDay(currentTarget.value)}
                  />
                </label>
                <label>
                  <input
                    type="checkbox"
                    checked={never}
                    onChange={({ currentTarget }) => setNever(currentTarget.checked)}
                  />{' '}
                  {t('reviews.neverAgain')}
                </label>
              </div>
            </ReasonForm>
          </>
        ) : (
          <>
            <p>
              {suggestion === null
                ? withoutVerdictText(missing)
                : suggestion === 'APPROVED'
                  ? t('reviews.allAccepted', {
                      count: file.sections.filter(({ status }) => status === 'IN_REVIEW' || status === 'ACCEPTED')
                        .length,
                    })
                  : t('reviews.someReturned', { sections: names(returned.map(({ kind }) => kind)) })}
            </p>
            <div className={classes.buttons}>
              {suggestion !== null && (
                <Button variant="primary" data-autofocus loading={busy} onClick={() => void decide(suggestion)}>
                  {wish(suggestion)}
                </Button>
              )}
              <Button
                ref={reject}
                variant="danger"
                data-autofocus={suggestion === null || undefined}
                onClick={() => setRejecting(true)}
              >
                {t('reviews.reject')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Panel>
  );
}
