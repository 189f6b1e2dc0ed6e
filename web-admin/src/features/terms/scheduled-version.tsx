import { useMutation } from '@apollo/client/react';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { OneOf } from '../../ui/one-of';
import { UnscheduleTermsDocument } from './change-terms.generated';
import { deviceZone } from './publish-panel';
import type { PendingVersion, VersionInForce } from './terms-document';
import { TermsPaper } from './terms-paper';
import classes from './terms.module.css';

interface ScheduledVersionProps {
  version: PendingVersion;
  inForce: VersionInForce;
  /** A change is under way. */
  busy: boolean;
  /** Shows what stands afterwards, and tells what failed: by then the version may wait no longer. */
  change: (work: () => Promise<unknown>) => void;
}

/** Waits for its hour. Until then it can be taken back and changed. */
export function ScheduledVersion({ version, inForce, busy, change }: ScheduledVersionProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [unschedule] = useMutation(UnscheduleTermsDocument, {
    variables: { id: version.id, revision: version.revision },
  });
  const [own] = useLanguage();
  const [chosen, setChosen] = useState<string>(own);
  const text = version.texts.find(({ language }) => language === chosen) ?? version.texts[0];
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
          <Button loading={busy} onClick={() => change(unschedule)}>
            {t('terms.unschedule')}
          </Button>
        </div>
      )}
      <OneOf
        label={t('mailText.language')}
        options={version.texts.map(({ language }) => ({ value: language, name: languageName(language) }))}
        value={text?.language}
        onChange={setChosen}
      />
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
