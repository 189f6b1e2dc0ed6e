import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionViewFragment } from './application.generated';
import { useNamedText, useQuestionLabel } from './dynamic-text.ts';
import classes from './section-frame.module.css';

type Due = Pick<
  SectionViewFragment,
  'kind' | 'handInBy' | 'verifiedBefore' | 'newlyAsked' | 'expiresAt' | 'expiresSoon'
>;

/** Something is new in it, or there is a day by which it has to be handed in or renewed. */
export const isDue = ({ handInBy, newlyAsked, expiresSoon }: Due): boolean =>
  handInBy !== null || newlyAsked.length > 0 || expiresSoon;

/**
 * What is new in it, by when it has to be handed in or renewed, and what happens after that. Nothing where nothing is new and there
 * is no hurry.
 */
export function DueNote({ section }: { section: Due }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useAskedName();
  const text = useDueText()(section);
  const { newlyAsked } = section;
  if (text === null && newlyAsked.length === 0) return null;
  return (
    <div className={classes.due}>
      {newlyAsked.length > 0 && (
        <>
          <p className={classes.returnedTitle}>
            {t('onboarding.newlyAsked', { what: format.list(newlyAsked.map(nameOf)) })}
          </p>
          <p>{t('onboarding.newlyAskedText')}</p>
        </>
      )}
      {text !== null && (
        <>
          <p className={classes.returnedTitle}>{text}</p>
          <p>{t(`onboarding.${reasonOf(section)}`)}</p>
        </>
      )}
    </div>
  );
}

function reasonOf(section: Due): 'holdsText' | 'dueAgainText' | 'dueText' {
  if (section.handInBy === null) return 'holdsText';
  return isChanged(section) ? 'dueAgainText' : 'dueText';
}

/** By the creator, after it was verified. */
export const isChanged = ({ verifiedBefore, newlyAsked }: Pick<Due, 'verifiedBefore' | 'newlyAsked'>): boolean =>
  verifiedBefore && newlyAsked.length === 0;

/** A question or a document, by its name. */
function useAskedName(): (what: string) => string {
  const text = useNamedText();
  const labelOf = useQuestionLabel();
  return (what) => text(`onboarding.upload.${what}.title`) ?? labelOf(what);
}

/** "Verify again by Dec 24, 2026"; null where there is no hurry. */
export function useDueText(): (section: Due) => string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const [now] = useState(() => Date.now());
  return (section) => {
    const { handInBy, expiresAt, expiresSoon } = section;
    if (handInBy === null)
      return expiresSoon && expiresAt !== null ? t('onboarding.holdsUntil', { date: format.date(expiresAt) }) : null;
    const date = format.date(handInBy);
    if (Date.parse(handInBy) <= now) return t('onboarding.dueOver', { date });
    return t(isChanged(section) ? 'onboarding.dueAgain' : 'onboarding.dueNew', { date });
  };
}
