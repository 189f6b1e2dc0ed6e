import { useMutation } from '@apollo/client/react';
import { fieldProblems, type FieldProblem } from '@influencegen/shared-schema/client/errors';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { languageName } from '@influencegen/shared-schema/contract/languages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { PublishTermsDocument } from './change-terms.generated';
import type { PendingVersion } from './terms-document';
import classes from './terms.module.css';

export const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

interface PublishPanelProps {
  version: PendingVersion;
  onClose: () => void;
  onPublished: () => Promise<unknown>;
}

/** Now or at a time. Says once more what it means for people. */
export function PublishPanel({ version, onClose, onPublished }: PublishPanelProps) {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const problemText = useProblemText();
  const [publish] = useMutation(PublishTermsDocument);
  const { busy, problem, run } = useAction();
  const [later, setLater] = useState(false);
  const [at, setAt] = useState('');
  const [wrong, setWrong] = useState<readonly FieldProblem[]>([]);
  const { id, required, blocks, graceDays, revision } = version;
  // As the field gives it: the wall clock of this device.
  const moment = at === '' ? null : new Date(at);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (later && (moment === null || Number.isNaN(moment.getTime()))) {
      setWrong([{ path: 'at', code: 'REQUIRED', message: '' }]);
      return;
    }
    run(async () => {
      setWrong([]);
      try {
        await publish({ variables: { id, revision, at: later ? moment!.toISOString() : null } });
        await onPublished();
      } catch (error) {
        const found = fieldProblems(error);
        if (found.length === 0) throw error;
        setWrong(found);
      }
    });
  };
  const incomplete = wrong.filter(({ path }) => path !== 'at');
  const badTime = wrong.find(({ path }) => path === 'at');

  return (
    <Panel title={t('terms.publishTitle', { number: version.number })} onClose={onClose}>
      <form className={classes.panel} noValidate onSubmit={submit}>
        <p>{t(required ? 'terms.meansRequired' : 'terms.meansOptional')}</p>
        {blocks.length > 0 && (
          <p>
            {t('terms.meansBlocks', {
              what: format.list(blocks.map((block) => t(`terms.block.${block}`))),
              count: graceDays,
            })}
          </p>
        )}
        <fieldset className={classes.choices}>
          <legend>{t('terms.when')}</legend>
          <label className={classes.tick}>
            <input type="radio" name="when" checked={!later} onChange={() => setLater(false)} />
            {t('terms.now')}
          </label>
          <label className={classes.tick}>
            <input type="radio" name="when" checked={later} onChange={() => setLater(true)} />
            {t('terms.later')}
          </label>
        </fieldset>
        {later && (
          <TextField
            type="datetime-local"
            label={t('terms.at')}
            description={t('terms.zone', { zone: deviceZone })}
            value={at}
            error={badTime && t(`terms.atProblem.${badTime.code === 'REQUIRED' ? 'missing' : 'wrong'}`)}
            onChange={({ currentTarget }) => setAt(currentTarget.value)}
          />
        )}
        <FormAlert>
          {incomplete.length > 0
            ? t('terms.incomplete', {
                languages: [...new Set(incomplete.map(({ path }) => path.split('.')[0] ?? ''))]
                  .map((language) => languageName(language))
                  .join(', '),
              })
            : problem && (problem === 'CONFLICT' ? t('terms.conflict') : problemText(problem))}
        </FormAlert>
        <div className={classes.actions}>
          <Button type="submit" variant="primary" loading={busy}>
            {t(later ? 'terms.schedule' : 'terms.publishNow')}
          </Button>
          <Button variant="quiet" onClick={onClose}>
            {t('ui:cancel')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
