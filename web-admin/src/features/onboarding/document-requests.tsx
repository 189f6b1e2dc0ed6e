import { useApolloClient } from '@apollo/client/react';
import type { Problem } from '@influencegen/shared-schema/client/errors';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextAreaField, TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { IconFilePlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { AskForDocumentDocument, WithdrawDocumentRequestDocument } from './review-case.generated';
import type { FileSection } from './review-file';
import { KeyedLabel } from './keyed-label';
import classes from './review.module.css';
import { useTellTyped, type Typed } from './use-typed';

interface DocumentRequestsProps {
  caseId: string;
  section: FileSection;
  /** The viewer may ask for another one now. */
  mayAsk: boolean;
  /** The viewer may take back what nobody has answered. */
  mayWithdraw: boolean;
  /** The form is open. */
  asking: boolean;
  typed: Typed;
  /** Why the form cannot be sent now, though it is kept. */
  unsent: string | null;
  onAsk: () => void;
  onClose: () => void;
  /** The section goes back with it. */
  onAsked: () => Promise<unknown>;
  onWithdrawn: () => Promise<unknown>;
  onLost: () => void;
}

/** What this creator is asked for besides, and asking for more. */
export function DocumentRequests(props: DocumentRequestsProps) {
  const { section, mayAsk, mayWithdraw, asking, onAsk } = props;
  const { t } = useTranslation();
  const name = t(`reviews.section.${section.kind}`);
  const { busy, problem, ask, withdraw } = useRequests(props);
  if (!mayAsk && !asking && section.documentRequests.length === 0) return null;
  return (
    <div className={classes.requests}>
      {section.documentRequests.length > 0 && (
        <ul aria-label={t('reviews.requests.label', { section: name })}>
          {section.documentRequests.map(({ id, state, title, explanation }) => (
            <li key={id}>
              <p>
                <strong>
                  <bdi>{title}</bdi>
                </strong>{' '}
                <span className={classes.quiet}>{t(`reviews.requests.state.${state}`)}</span>
              </p>
              <p className={classes.quiet} dir="auto">
                {explanation}
              </p>
              {mayWithdraw && (state === 'PLANNED' || state === 'ASKED') && (
                <Button
                  variant="quiet"
                  aria-label={t('reviews.requests.withdrawOf', { title })}
                  disabled={busy}
                  onClick={() => withdraw(id)}
                >
                  {t('reviews.requests.withdraw')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayAsk && !asking && (
        <button type="button" className={classes.ask} onClick={onAsk}>
          <IconFilePlus size={15} aria-hidden />
          <KeyedLabel
            shown={t('reviews.requests.ask')}
            said={t('reviews.requests.askIn', { section: name })}
            letter="M"
          />
        </button>
      )}
      {asking ? (
        <AskForm {...props} name={name} busy={busy} problem={problem} onSubmit={ask} />
      ) : (
        <Failure problem={problem} unsent={null} />
      )}
    </div>
  );
}

interface Wish {
  title: string;
  explanation: string;
}

interface AskFormProps {
  name: string;
  busy: boolean;
  problem: Problem | null;
  typed: Typed;
  unsent: string | null;
  onSubmit: (wish: Wish) => void;
  onClose: () => void;
}

function AskForm({ name, busy, problem, typed, unsent, onSubmit, onClose }: AskFormProps) {
  const { t } = useTranslation();
  const [wish, setWish] = useState<Wish>({ title: '', explanation: '' });
  const [missing, setMissing] = useState<Partial<Record<keyof Wish, true>>>({});
  const wanted: Wish = { title: wish.title.trim(), explanation: wish.explanation.trim() };
  useTellTyped(typed, wanted.title !== '' || wanted.explanation !== '');
  const close = (): void => typed.askFirst(onClose);
  return (
    // Keys of the form as a whole, beside those of its fields.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form
      className={classes.reasons}
      aria-label={t('reviews.requests.askIn', { section: name })}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          // It ends the form, not what the form asks.
          event.preventDefault();
          close();
        }
        if (event.key === 'Enter' && event.ctrlKey) event.currentTarget.requestSubmit();
      }}
      onSubmit={(event) => {
        event.preventDefault();
        if (unsent !== null) return;
        setMissing({
          ...(wanted.title === '' && { title: true }),
          ...(wanted.explanation === '' && { explanation: true }),
        });
        if (wanted.title !== '' && wanted.explanation !== '') onSubmit(wanted);
      }}
    >
      <TextField
        value={wish.title}
        onChange={({ currentTarget: { value } }) => setWish((before) => ({ ...before, title: value }))}
        label={t('reviews.requests.title')}
        description={t('reviews.requests.titleHint')}
        maxLength={120}
        autoFocus
        aria-required
        error={missing.title && t('reviews.requests.titleMissing')}
      />
      <TextAreaField
        value={wish.explanation}
        onChange={({ currentTarget: { value } }) => setWish((before) => ({ ...before, explanation: value }))}
        label={t('reviews.requests.explanation')}
        description={t('reviews.requests.explanationHint')}
        maxLength={2000}
        minRows={2}
        aria-required
        error={missing.explanation && t('reviews.requests.explanationMissing')}
      />
      <Failure problem={problem} unsent={unsent} />
      <div className={classes.buttons}>
        {unsent === null && (
          <Button type="submit" variant="primary" loading={busy}>
            {t('reviews.requests.submit')}
          </Button>
        )}
        <Button variant="quiet" onClick={close}>
          {t('reviews.cancel')}
        </Button>
      </div>
    </form>
  );
}

function Failure({ problem, unsent }: { problem: Problem | null; unsent: string | null }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (
    <FormAlert>
      {unsent ??
        (problem === 'CONFLICT'
          ? t('reviews.requests.conflict')
          : problem === 'BAD_USER_INPUT'
            ? t('reviews.requests.badInput')
            : problem && problemText(problem))}
    </FormAlert>
  );
}

function useRequests({ caseId, section, onAsked, onWithdrawn, onLost, onClose }: DocumentRequestsProps) {
  const client = useApolloClient();
  const { busy, problem, run } = useAction();
  const ask = (wish: Wish): void =>
    run(async () => {
      const { data } = await client.mutate({
        mutation: AskForDocumentDocument,
        variables: { input: { caseId, section: section.kind, ...wish } },
      });
      if (data!.askForDocument.__typename === 'CaseNotHeld') return onLost();
      await onAsked();
      onClose();
    });
  const withdraw = (id: string): void =>
    run(async () => {
      const { data } = await client.mutate({ mutation: WithdrawDocumentRequestDocument, variables: { caseId, id } });
      if (data!.withdrawDocumentRequest.__typename === 'CaseNotHeld') return onLost();
      await onWithdrawn();
    });
  return { busy, problem, ask, withdraw };
}
