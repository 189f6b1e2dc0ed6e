import { useApolloClient } from '@apollo/client/react';
import type { HintKind } from '@influencegen/shared-schema/contract/schema.generated';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextAreaField } from '@influencegen/shared-schema/ui/fields';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { Fragment, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Age } from '../../ui/age';
import { useProblemText } from '../../ui/use-problem-text';
import { AddReviewNoteDocument } from './review-case.generated';
import type { File } from './review-file';
import { CaseBadge } from './review-state';
import classes from './review.module.css';
import { useTellTyped, type Typed } from './use-typed';

/** Together with others of its kind. */
const isTold = ({ kind, other }: File['hints'][number]): boolean => other !== null || kind === 'DOCUMENT_READ';

/** Why to look twice. */
export function Hints({ hints }: { hints: File['hints'] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (hints.length === 0) return null;
  const readWords = (fact: string | null): string => {
    const key = `reviews.hints.read.${fact}`;
    return i18n.exists(key) ? t(key as never) : (fact ?? '');
  };
  const hintText = (kind: HintKind, places: readonly (string | null)[]): string => {
    if (kind === 'NAME')
      return t('reviews.hints.NAME', {
        place: t(places[0] === 'account' ? 'reviews.hints.account' : 'reviews.hints.elsewhere'),
      });
    if (kind !== 'DOCUMENT_READ') return t(`reviews.hints.${kind}`);
    return t('reviews.hints.DOCUMENT_READ', { fact: format.list(places.map(readWords)) });
  };
  return (
    <section className={classes.hints} aria-label={t('reviews.hints.label')}>
      <h2>{t('reviews.hints.label')}</h2>
      <ul>
        {[...Map.groupBy(hints, (hint) => (isTold(hint) ? `${hint.kind} ${hint.risky}` : hint.id)).values()].map(
          (alike) => {
            const { id, kind, risky } = alike[0]!;
            return (
              <li key={id}>
                {risky && <StatusBadge tone="negative">{t('reviews.highRisk')}</StatusBadge>}{' '}
                {hintText(
                  kind,
                  alike.map(({ place }) => place),
                )}{' '}
                {alike.map(({ other, otherCaseId }, i) =>
                  other ? (
                    <Fragment key={other.id}>
                      {i > 0 && ', '}
                      {otherCaseId ? (
                        <Link to={`/reviews/${otherCaseId}`}>
                          <bdi>{other.displayName}</bdi>
                        </Link>
                      ) : (
                        <bdi>{other.displayName}</bdi>
                      )}
                    </Fragment>
                  ) : null,
                )}
              </li>
            );
          },
        )}
      </ul>
    </section>
  );
}

interface NotesProps {
  caseId: string;
  notes: File['notes'];
  inputRef: RefObject<HTMLTextAreaElement | null>;
  typed: Typed;
  onAdded: () => Promise<unknown>;
  /** The keys mean the page again. */
  onLeave: () => void;
}

/** Between reviewers. */
export function Notes({ caseId, notes, inputRef, typed, onAdded, onLeave }: NotesProps) {
  const { t } = useTranslation();
  const client = useApolloClient();
  const problemText = useProblemText();
  const [text, setText] = useState('');
  useTellTyped(typed, text.trim() !== '');
  const { busy, problem, run } = useAction();

  const add = (): void =>
    run(async () => {
      await client.mutate({ mutation: AddReviewNoteDocument, variables: { caseId, text } });
      setText('');
      onLeave();
      await onAdded();
    });

  return (
    <section className={classes.aside} aria-label={t('reviews.notes.label')}>
      <h2>{t('reviews.notes.label')}</h2>
      {/* Keys of the form as a whole. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') add();
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) event.currentTarget.requestSubmit();
          if (event.key === 'Escape') onLeave();
        }}
      >
        <TextAreaField
          ref={inputRef}
          aria-label={t('reviews.notes.write')}
          placeholder={t('reviews.notes.write')}
          maxLength={2000}
          minRows={2}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        {problem && <p role="alert">{problemText(problem)}</p>}
        <Button type="submit" loading={busy} disabled={text.trim() === ''}>
          {t('reviews.notes.add')}
        </Button>
      </form>
      <ul className={classes.notes}>
        {notes.map(({ id, text: said, author, at, caseNumber }) => (
          <li key={id}>
            <p>{said}</p>
            <span className={classes.quiet}>
              <bdi>{author?.displayName}</bdi> · #{caseNumber} · <Age at={at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const steps = [
  'onboarding.openCase',
  'onboarding.claim',
  'onboarding.look',
  'onboarding.reopenSection',
  'onboarding.askDocument',
  'onboarding.withdrawDocument',
  'onboarding.release',
  'onboarding.claimExpired',
  'onboarding.assign',
  'onboarding.raiseRisk',
  'onboarding.doubleFound',
  'onboarding.note',
  'onboarding.propose',
  'onboarding.decide',
] as const;

interface HistoryProps extends Pick<File, 'history' | 'otherCases'> {
  openedAt: string;
}

export function History({ openedAt, history, otherCases }: HistoryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={classes.aside} aria-label={t('reviews.history.label')}>
      <h2>{t('reviews.history.label')}</h2>
      <ol className={classes.history}>
        {/* Every case begins with it, also one of which the audit trail knows less. */}
        {!history.some(({ action }) => action === 'onboarding.openCase') && (
          <li>
            {t('reviews.history.openCase')} <span className={classes.quiet}>{format.dateTime(openedAt)}</span>
          </li>
        )}
        {history.map(({ id, action, person, at }) => {
          const known = steps.find((step) => step === action);
          return (
            <li key={id}>
              {known ? t(`reviews.history.${known.slice('onboarding.'.length) as 'claim'}`) : action}{' '}
              <span className={classes.quiet}>
                <bdi>{person?.displayName}</bdi> {format.dateTime(at)}
              </span>
            </li>
          );
        })}
      </ol>
      {otherCases.length > 0 && (
        <>
          <h3>{t('reviews.history.others')}</h3>
          <ul className={classes.history}>
            {otherCases.map((other) => (
              <li key={other.id}>
                <Link to={`/reviews/${other.id}`}>#{other.number}</Link>{' '}
                <CaseBadge status={other.status} decision={other.decision} />{' '}
                <span className={classes.quiet}>{format.date(other.openedAt)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
