import { Button } from '@influencegen/shared-schema/ui/button';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconCheck, IconCornerUpLeft } from '@tabler/icons-react';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts';
import { ReasonForm, type Reasons } from './reason-form';
import { ReviewBefore } from './review-before';
import type { FileSection } from './review-file';
import { SectionBadge } from './review-state';
import classes from './review.module.css';
import { gathered, useFactName, useFactText } from './use-fact-text';
import { KeyedLabel } from './keyed-label';
import { useReasons } from './use-reasons';
import type { Typed } from './use-typed';

interface ReviewSectionProps {
  section: FileSection;
  /** The application is. */
  rejected: boolean;
  /** The viewer holds the case and this section is to be decided. */
  decides: boolean;
  current: boolean;
  /** The picker of reasons is open. */
  returning: boolean;
  /** Of the reasons. */
  typed: Typed;
  unsent: string | null;
  busy: boolean;
  sectionRef: Ref<HTMLElement>;
  onFocus: () => void;
  /** Null: it was not accepted before, or the viewer does not hold the case. */
  onReopen: (() => void) | null;
  onAccept: () => void;
  onAskReturn: () => void;
  onReturn: (why: Reasons) => void;
  onCancel: () => void;
  /** What is asked for besides. */
  requests: ReactNode;
  /** What stands below the facts. */
  children: ReactNode;
}

/** What a creator said in one section, and what the reviewer thinks of it. */
export function ReviewSection(props: ReviewSectionProps) {
  const { section, rejected, decides, current, returning, busy, sectionRef, onFocus } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const factText = useFactText();
  const { textOf, offered } = useReasons();
  const { kind, verdict } = section;
  const name = t(`reviews.section.${kind}`);

  return (
    // Not something to press: wherever the focus is inside, the keys mean this section.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={sectionRef}
      tabIndex={-1}
      aria-label={name}
      aria-current={current ? 'step' : undefined}
      className={classes.section}
      data-outcome={verdict?.outcome ?? 'NONE'}
      onFocus={onFocus}
    >
      <header>
        <h2>{name}</h2>
        {!section.asked && <span className={classes.quiet}>{t('reviews.notAsked')}</span>}
        {/* What is to be decided says so by its buttons. */}
        {!decides && <SectionBadge status={section.status} rejected={rejected} />}
        {section.expiresAt !== null && (
          <span className={classes.quiet}>{t('reviews.validUntil', { day: format.date(section.expiresAt) })}</span>
        )}
        <WhyNow section={section} />
        {decides && !returning && (
          <div className={classes.buttons} role="group" aria-label={t('reviews.verdictOn', { section: name })}>
            <Button
              variant={verdict?.outcome === 'ACCEPT' ? 'primary' : 'secondary'}
              aria-pressed={verdict?.outcome === 'ACCEPT'}
              leftSection={<IconCheck size={15} aria-hidden />}
              disabled={busy}
              onClick={props.onAccept}
            >
              {t('reviews.accept')}
            </Button>
            <Button
              variant={verdict?.outcome === 'RETURN' ? 'primary' : 'secondary'}
              aria-pressed={verdict?.outcome === 'RETURN'}
              leftSection={<IconCornerUpLeft size={15} aria-hidden />}
              disabled={busy}
              onClick={props.onAskReturn}
            >
              {t('reviews.return')}
            </Button>
          </div>
        )}
        {props.onReopen && (
          <button type="button" className={classes.ask} disabled={busy} onClick={props.onReopen}>
            <KeyedLabel shown={t('reviews.reopen')} said={t('reviews.reopenOf', { section: name })} letter="O" />
          </button>
        )}
      </header>
      {section.facts.length > 0 ? (
        <Facts facts={factText(gathered(section.facts))} />
      ) : (
        <p className={classes.quiet}>{t(section.documents.length > 0 ? 'reviews.onlyDocuments' : 'reviews.noFacts')}</p>
      )}
      <ReviewBefore section={section} />
      {verdict?.outcome === 'RETURN' && !returning && (
        <ul className={classes.said}>
          {verdict.reasons.map((code) => (
            <li key={code}>{textOf(code)}</li>
          ))}
          {verdict.note !== null && <li>{verdict.note}</li>}
        </ul>
      )}
      {props.requests}
      {props.children}
      {returning && (
        <ReasonForm
          legend={t('reviews.whyReturn', { section: name })}
          noteLabel={t('reviews.noteToCreator')}
          submitLabel={t('reviews.return')}
          offered={offered('RETURN', kind)}
          optional={section.documentRequests.some(({ state }) => state === 'PLANNED' || state === 'ASKED')}
          initial={verdict?.outcome === 'RETURN' ? verdict : null}
          typed={props.typed}
          unsent={props.unsent}
          busy={busy}
          onSubmit={props.onReturn}
          onCancel={props.onCancel}
        />
      )}
    </section>
  );
}

/** Why it is with the desk although the creator is in, or although it was here before. */
function WhyNow({ section: { handInBy, newlyAsked, verifiedBefore } }: Pick<ReviewSectionProps, 'section'>) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const nameOf = useFactName();
  const what = format.list(
    newlyAsked.map((each) =>
      i18n.exists(`reviews.purpose.${each}`) ? t(`reviews.purpose.${each}` as never) : nameOf(each),
    ),
  );
  const day = handInBy === null ? null : format.date(handInBy);
  if (newlyAsked.length === 0 && day === null) return null;
  return (
    <span className={classes.quiet}>
      {newlyAsked.length === 0
        ? t(verifiedBefore ? 'reviews.changedBy' : 'reviews.askedBy', { day: day! })
        : day === null
          ? t('reviews.newlyAskedOf', { what })
          : t('reviews.newlyAskedBy', { what, day })}
    </span>
  );
}
