import { useMutation } from '@apollo/client/react';
import { fieldProblems, problemOf } from '@influencegen/shared-schema/client/errors';
import type { PersonalField } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import classes from './masked-value.module.css';
import { RevealPersonalDocument } from './reveal-personal.generated';

interface MaskedValueProps {
  accountId: string;
  field: PersonalField;
  /** As the viewer may see it. */
  value: string;
  /** It is masked, and the viewer may have it shown for a reason. */
  revealable: boolean;
}

/** A contact detail; one that is masked is shown in full for a reason, until the page is left or it is hidden again. */
export function MaskedValue({ accountId, field, value, revealable }: MaskedValueProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const [revealed, setRevealed] = useState<string | null>(null);
  if (!revealable) return value;
  return (
    <span className={classes.value}>
      <span role="status">{revealed ?? value}</span>
      {revealed === null ? (
        <Button
          size="compact-sm"
          variant="quiet"
          aria-label={t(`reveal.show.${field}`)}
          onClick={() => setAsking(true)}
        >
          {t('reveal.button')}
        </Button>
      ) : (
        <Button size="compact-sm" variant="quiet" onClick={() => setRevealed(null)}>
          {t('reveal.hide')}
        </Button>
      )}
      {asking && (
        <Panel title={t(`reveal.show.${field}`)} onClose={() => setAsking(false)}>
          <ReasonForm
            accountId={accountId}
            field={field}
            onRevealed={(shown) => {
              setRevealed(shown);
              setAsking(false);
            }}
          />
        </Panel>
      )}
    </span>
  );
}

interface ReasonFormProps {
  accountId: string;
  field: PersonalField;
  onRevealed: (value: string) => void;
}

function ReasonForm({ accountId, field, onRevealed }: ReasonFormProps) {
  const { t } = useTranslation(['app', 'ui']);
  const problemText = useProblemText();
  const [reveal, { loading }] = useMutation(RevealPersonalDocument);
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string>();
  const [failure, setFailure] = useState('');

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setFailure('');
    setWrong(reason.trim() === '' ? t('ui:field.REQUIRED') : undefined);
    if (reason.trim() === '' || loading) return;
    try {
      const { data } = await reveal({ variables: { accountId, field, reason } });
      onRevealed(data?.revealPersonal.value ?? '');
    } catch (error) {
      const [problem] = fieldProblems(error);
      if (problem) setWrong(t(`ui:field.${problem.code}`, { bound: problem.bound }));
      else setFailure(problemText(problemOf(error)));
    }
  };

  return (
    <form className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        autoFocus
        required
        label={t('reveal.reason')}
        description={t('reveal.reasonHint')}
        value={reason}
        maxLength={500}
        error={wrong}
        onChange={({ currentTarget }) => setReason(currentTarget.value)}
      />
      <p role="alert" className={classes.problem}>
        {failure}
      </p>
      <Button type="submit" variant="primary" loading={loading}>
        {t('reveal.confirm')}
      </Button>
    </form>
  );
}
