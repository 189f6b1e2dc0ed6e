import { useMutation } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { UnscheduleTermsDocument } from './change-terms.generated';
import { deviceZone } from './publish-panel';
import type { PendingVersion, VersionInForce } from './terms-document';
import { TermsPaper } from './terms-paper';
import classes from './terms.module.css';

interface ScheduledVersionProps {
  version: PendingVersion;
  inForce: VersionInForce;
  renew: () => Promise<unknown>;
}

/** Waits for its hour. Until then it can be taken back and changed. */
export function ScheduledVersion({ version, inForce, renew }: ScheduledVersionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const [unschedule] = useMutation(UnscheduleTermsDocument, {
    variables: { id: version.id, basedOn: version.revision },
  });
  const { busy, problem, run } = useAction();
  const [own] = useLanguage();
  const [chosen, setChosen] = useState<string>(own);
  const text = version.texts.find(({ language }) => language === chosen) ?? version.texts[0];
  const takeBack = (): void =>
    run(async () => {
      try {
        await unschedule();
      } catch (error) {
        // Perhaps somebody was quicker: what stands now is shown, and of two failures the first one is told.
        await renew().catch(() => undefined);
        throw error;
      }
      await renew();
    });
  return (
    <section className={classes.scheduled} aria-label={t('terms.statuses.SCHEDULED')}>
      <p>
        {t('terms.takesEffect', {
          number: version.number,
          date: format.dateTime(version.publishAt ?? ''),
          zone: deviceZone,
        })}
      </p>
      {version.viewerMoves.includes('UNSCHEDULE') && (
        <div className={classes.actions}>
          <Button loading={busy} onClick={takeBack}>
            {t('terms.unschedule')}
          </Button>
        </div>
      )}
      <FormAlert>{problem && problemText(problem)}</FormAlert>
      <div role="group" aria-label={t('mailText.language')} className={classes.tabs}>
        {version.texts.map(({ language }) => (
          <button
            key={language}
            type="button"
            className={classes.tab}
            aria-pressed={language === text?.language}
            onClick={() => setChosen(language)}
          >
            {languageName(language)}
          </button>
        ))}
      </div>
      {text && (
        <TermsPaper
          key={text.id}
          name={t('terms.body')}
          level={2}
          language={text.language}
          text={text}
          before={inForce?.texts.find(({ language }) => language === text.language) ?? null}
        />
      )}
    </section>
  );
}
