import { useMutation } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Markdown } from '@influencegen/shared-schema/ui/markdown';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { UnscheduleTermsDocument } from './change-terms.generated';
import { deviceZone } from './publish-panel';
import type { PendingVersion } from './terms-document';
import classes from './terms.module.css';

/** Waits for its hour. Until then it can be taken back and changed. */
export function ScheduledVersion({ version, renew }: { version: PendingVersion; renew: () => Promise<void> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const [unschedule] = useMutation(UnscheduleTermsDocument, {
    variables: { id: version.id, basedOn: version.revision },
  });
  const [working, startWork] = useTransition();
  const [problem, setProblem] = useState<Problem | null>(null);
  const takeBack = (): void =>
    startWork(async () => {
      setProblem(null);
      try {
        await unschedule();
      } catch (error) {
        setProblem(problemOf(error));
      }
      await renew().catch(() => undefined);
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
          <Button loading={working} onClick={takeBack}>
            {t('terms.unschedule')}
          </Button>
        </div>
      )}
      <FormAlert>{problem && problemText(problem)}</FormAlert>
      {version.texts.map(({ id, language, title, body }) => (
        <details key={id}>
          <summary>{title}</summary>
          <div className={classes.paper} lang={language}>
            <Markdown level={3}>{body}</Markdown>
          </div>
        </details>
      ))}
    </section>
  );
}
