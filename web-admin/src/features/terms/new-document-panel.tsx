import { useMutation } from '@apollo/client/react';
import { fieldProblems } from '@influencegen/shared-schema/client/errors';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useProblemText } from '../../ui/use-problem-text';
import classes from './terms.module.css';
import { CreateTermsDocumentDocument } from './terms-list.generated';

/** A document of one's own, such as consent to marketing mails. */
export function NewDocumentPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['app', 'ui']);
  const problemText = useProblemText();
  const navigate = useNavigate();
  const [language] = useLanguage();
  const [create] = useMutation(CreateTermsDocumentDocument);
  const { busy, problem, run } = useAction();
  const [key, setKey] = useState('');
  const [error, setError] = useState<'MALFORMED' | 'TAKEN' | null>(null);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      try {
        await create({ variables: { key, language } });
        void navigate(`/terms/${key}`);
      } catch (failure) {
        const [found] = fieldProblems(failure);
        if (!found) throw failure;
        setError(found.code === 'NOT_ALLOWED' ? 'TAKEN' : 'MALFORMED');
      }
    });
  };
  return (
    <Panel title={t('terms.new')} onClose={onClose}>
      <form className={classes.panel} noValidate onSubmit={submit}>
        <TextField
          autoFocus
          label={t('terms.key')}
          description={t('terms.keyHint')}
          value={key}
          maxLength={40}
          spellCheck={false}
          error={error && t(`terms.keyProblem.${error}`)}
          onChange={({ currentTarget }) => {
            setError(null);
            setKey(currentTarget.value.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_'));
          }}
        />
        <FormAlert>{problem && problemText(problem)}</FormAlert>
        <div className={classes.actions}>
          <Button type="submit" variant="primary" loading={busy}>
            {t('terms.create')}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
