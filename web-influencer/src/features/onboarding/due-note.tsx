import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SectionViewFragment } from './application.generated';
import classes from './section-frame.module.css';

type Due = Pick<SectionViewFragment, 'kind' | 'handInBy' | 'verifiedBefore'>;

/** Of whoever is in: by when it has to be handed in, and what happens after that. Nothing where there is no hurry. */
export function DueNote({ section }: { section: Due }) {
  const { t } = useTranslation();
  const text = useDueText()(section);
  if (text === null) return null;
  return (
    <div className={classes.due}>
      <p className={classes.returnedTitle}>{text}</p>
      <p>{t(section.verifiedBefore ? 'onboarding.dueAgainText' : 'onboarding.dueText')}</p>
    </div>
  );
}

/** "Verify again by Dec 24, 2026"; null where there is no hurry. */
export function useDueText(): (section: Due) => string | null {
  const { t } = useTranslation();
  const format = useFormat();
  const [now] = useState(() => Date.now());
  return ({ handInBy, verifiedBefore }) => {
    if (handInBy === null) return null;
    const date = format.date(handInBy);
    if (Date.parse(handInBy) <= now) return t('onboarding.dueOver', { date });
    return t(verifiedBefore ? 'onboarding.dueAgain' : 'onboarding.dueNew', { date });
  };
}
