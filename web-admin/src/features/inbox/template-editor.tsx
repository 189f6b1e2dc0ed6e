import { useApolloClient, useMutation } from '@apollo/client/react';
import { fieldProblems, type FieldProblem } from '@influencegen/shared-schema/client/errors';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextAreaField, TextField } from '@influencegen/shared-schema/ui/fields';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useId, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import { ResetMailTemplateDocument, SaveMailTemplateDocument, SendTestMailDocument } from './change-template.generated';
import type { MailTemplatePageQuery } from './template-page.generated';
import classes from './template-page.module.css';
import { TemplatePreview } from './template-preview';
import { TemplateVersions } from './template-versions';
import { MailTemplatePageDocument } from './template-page.generated';

type Template = MailTemplatePageQuery['mailTemplate'];

export interface Draft {
  subject: string;
  body: string;
  /** The one that is being changed. */
  revision: number;
}

interface TemplateEditorProps {
  notice: string;
  text: Template['texts'][number];
  variables: Template['variables'];
  /** Null: nothing was changed. */
  draft: Draft | null;
  onDraft: (draft: Draft | null) => void;
}

export const isDirty = (draft: Draft | null, { subject, body }: Pick<Draft, 'subject' | 'body'>): boolean =>
  draft !== null && (draft.subject !== subject || draft.body !== body);

type Done = 'saved' | 'wasReset' | 'sent';

export function TemplateEditor({ notice, text, variables, draft, onDraft }: TemplateEditorProps) {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const problemText = useProblemText();
  const client = useApolloClient();
  const [save] = useMutation(SaveMailTemplateDocument);
  const [reset] = useMutation(ResetMailTemplateDocument);
  const [sendTest] = useMutation(SendTestMailDocument);
  const { busy, problem, run } = useAction();
  const [wrong, setWrong] = useState<readonly FieldProblem[]>([]);
  const [done, setDone] = useState<Done | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const body = useRef<HTMLTextAreaElement>(null);
  const saveButton = useRef<HTMLButtonElement>(null);
  const hint = useId();

  const { language } = text;
  const shown = draft ?? { subject: text.subject, body: text.body, revision: text.revision };
  const input = { notice, language, subject: shown.subject, body: shown.body };
  const dirty = isDirty(draft, text);

  const change = (part: Partial<Draft>): void => {
    setDone(null);
    setWrong([]);
    onDraft({ ...shown, ...part });
  };
  const insert = (name: string): void => {
    const field = body.current;
    const start = field?.selectionStart ?? shown.body.length;
    const words = `{{${name}}}`;
    change({ body: shown.body.slice(0, start) + words + shown.body.slice(field?.selectionEnd ?? start) });
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(start + words.length, start + words.length);
    });
  };
  const attempt = (what: Done, work: () => Promise<unknown>): void =>
    run(async () => {
      setWrong([]);
      setDone(null);
      try {
        await work();
        setDone(what);
        if (what !== 'sent') onDraft(null);
      } catch (error) {
        const found = fieldProblems(error);
        if (found.length === 0) throw error;
        setWrong(found);
        requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      }
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    attempt('saved', () => save({ variables: { input, revision: shown.revision } }));
  };
  const loadTheirs = (): void => {
    // What was pressed goes with what it answers.
    saveButton.current?.focus();
    run(async () => {
      await client.query({
        query: MailTemplatePageDocument,
        variables: { notice, language },
        fetchPolicy: 'network-only',
      });
      onDraft(null);
    });
  };
  const errorOf = (path: 'subject' | 'body'): string | undefined => {
    const found = wrong.find((one) => one.path === path);
    if (!found) return undefined;
    if (found.code === 'TOO_LONG') return t('ui:field.TOO_LONG', { bound: format.number(found.bound ?? 0) });
    return t(
      found.code === 'REQUIRED' && path === 'body' && shown.body.trim() !== ''
        ? 'mailText.problem.link'
        : `mailText.problem.${found.code === 'REQUIRED' ? 'empty' : found.code === 'NOT_ALLOWED' ? 'unknown' : 'malformed'}`,
    );
  };

  return (
    <div className={classes.columns}>
      <form ref={form} className={classes.form} onSubmit={submit} noValidate>
        <TextField
          label={t('mailText.subject')}
          value={shown.subject}
          error={errorOf('subject')}
          onChange={({ currentTarget }) => change({ subject: currentTarget.value })}
        />
        <TextAreaField
          ref={body}
          label={t('mailText.body')}
          description={t('mailText.bodyHint')}
          minRows={10}
          value={shown.body}
          error={errorOf('body')}
          onChange={({ currentTarget }) => change({ body: currentTarget.value })}
        />
        <div role="group" aria-labelledby={hint} className={classes.variables}>
          <p id={hint} className={classes.hint}>
            {t('mailText.variables')}
          </p>
          {variables.map(({ name, example }) => (
            <button key={name} type="button" className={classes.variable} title={example} onClick={() => insert(name)}>
              {`{{${name}}}`}
            </button>
          ))}
        </div>
        <div className={classes.actions}>
          <Button ref={saveButton} type="submit" variant="primary" loading={busy} disabled={!dirty}>
            {t('mailText.save')}
          </Button>
          <Button disabled={busy} onClick={() => attempt('sent', () => sendTest({ variables: { input } }))}>
            {t('mailText.test')}
          </Button>
          {dirty && (
            <Button variant="quiet" disabled={busy} onClick={() => onDraft(null)}>
              {t('mailText.discard')}
            </Button>
          )}
          {text.edited && !dirty && (
            <Button
              variant="quiet"
              disabled={busy}
              onClick={() =>
                attempt('wasReset', () => reset({ variables: { notice, language, revision: text.revision } }))
              }
            >
              {t('mailText.reset')}
            </Button>
          )}
        </div>
        <div role="status" className={classes.done}>
          {done && t(`mailText.${done}`)}
        </div>
        <div role="alert" className={classes.problem}>
          {problem && (
            <>
              {problem === 'CONFLICT' ? t('mailText.conflict') : problemText(problem)}
              {problem === 'CONFLICT' && <Button onClick={loadTheirs}>{t('mailText.loadTheirs')}</Button>}
            </>
          )}
        </div>
        <TemplateVersions
          key={text.revision}
          notice={notice}
          language={language}
          onTake={(version) =>
            change({
              subject: version.subject ?? text.shippedSubject,
              body: version.body ?? text.shippedBody,
              revision: text.revision,
            })
          }
        />
      </form>
      <TemplatePreview input={input} />
    </div>
  );
}
