import { useTranslation } from 'react-i18next';
import type { SectionViewFragment } from './application.generated';
import classes from './section-frame.module.css';

/** Why it came back, in the reviewer's words where there are some. */
export function ReturnedNote({
  section: { reasonTexts, note, documentRequests },
}: {
  section: Pick<SectionViewFragment, 'reasonTexts' | 'note' | 'documentRequests'>;
}) {
  const { t } = useTranslation();
  const wanted = documentRequests.filter(({ state }) => state === 'ASKED');
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
      {wanted.length > 0 && (
        <>
          <p>{t('onboarding.wanted')}</p>
          <ul>
            {wanted.map(({ id, title }) => (
              <li key={id}>
                <bdi>{title}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      {reasonTexts.length === 0 && note === null && wanted.length === 0 && <p>{t('onboarding.returnedPlain')}</p>}
    </div>
  );
}
