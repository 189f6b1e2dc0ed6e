import { useTranslation } from 'react-i18next';
import type { SectionViewFragment } from './application.generated';
import { useNamedText } from './dynamic-text.ts';
import classes from './section-frame.module.css';

/** Why it came back, in the reviewer's words where there are some. */
export function ReturnedNote({
  section: { reasons, note },
}: {
  section: Pick<SectionViewFragment, 'reasons' | 'note'>;
}) {
  const { t } = useTranslation();
  const text = useNamedText();
  const known = reasons.map((code) => text(`ui:reason.${code}`)).filter((reason) => reason !== null);
  return (
    <div className={classes.returned}>
      <p className={classes.returnedTitle}>{t('onboarding.returned')}</p>
      {known.length > 0 && (
        <ul>
          {known.map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {note !== null && <blockquote>{note}</blockquote>}
      {known.length === 0 && note === null && <p>{t('onboarding.returnedPlain')}</p>}
    </div>
  );
}
