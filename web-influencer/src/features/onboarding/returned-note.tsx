import { useTranslation } from 'react-i18next';
import type { SectionViewFragment } from './application.generated';
import classes from './section-frame.module.css';

/** Why it came back, in the reviewer's words where there are some. */
export function ReturnedNote({
  section: { reasonTexts, note },
}: {
  section: Pick<SectionViewFragment, 'reasonTexts' | 'note'>;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.returned}>
      <p className={classes.returnedTitle}>{t('onboarding.returned')}</p>
      {reasonTexts.length > 0 && (
        <ul>
          {reasonTexts.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {note !== null && <blockquote>{note}</blockquote>}
      {reasonTexts.length === 0 && note === null && <p>{t('onboarding.returnedPlain')}</p>}
    </div>
  );
}
