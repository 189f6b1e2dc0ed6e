import { useMutation } from '@apollo/client/react';
import { languages, spokenLanguages, type Language } from '@influencegen/shared-schema/contract/languages';
import type { TermsBlock } from '@influencegen/shared-schema/contract/schema.generated';
import { fieldProblems, type FieldProblem } from '@influencegen/shared-schema/client/errors';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { ConfirmButton } from '@influencegen/shared-schema/ui/confirm-button';
import { TextAreaField, TextField } from '@influencegen/shared-schema/ui/fields';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useEffect, useEffectEvent, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { LeaveGuard } from '@influencegen/shared-schema/ui/leave-guard';
import { OneOf } from '../../ui/one-of';
import { useProblemText } from '../../ui/use-problem-text';
import { DiscardTermsDraftDocument, SaveTermsDraftDocument } from './change-terms.generated';
import { PublishPanel } from './publish-panel';
import type { PendingVersion, VersionInForce } from './terms-document';
import { TermsPaper } from './terms-paper';
import classes from './terms.module.css';

const allBlocks: TermsBlock[] = ['REQUEST_IMAGES', 'SUBMIT_APPLICATION'];

interface TermsEditorProps {
  version: PendingVersion;
  inForce: VersionInForce;
  reread: () => Promise<unknown>;
  /** Reads what stands after a change, and tells by itself when it cannot. */
  renew: () => Promise<void>;
}

interface Draft {
  required: boolean;
  blocks: readonly TermsBlock[];
  graceDays: string;
  texts: Readonly<Record<string, { title: string; body: string }>>;
  /** The one that is being changed. */
  revision: number;
}

const draftOf = ({ required, blocks, graceDays, texts, revision }: PendingVersion): Draft => ({
  required,
  blocks,
  graceDays: String(graceDays),
  texts: Object.fromEntries(
    spokenLanguages.map((language) => {
      const text = texts.find((one) => one.language === language);
      return [language, { title: text?.title ?? '', body: text?.body ?? '' }];
    }),
  ),
  revision,
});

const sameWords = (one: Draft, other: Draft): boolean =>
  JSON.stringify({ ...one, revision: 0 }) === JSON.stringify({ ...other, revision: 0 });

/** What keeps from publishing, as the API has it: English is always there, another language as a whole or not at all. */
function missingIn({ texts }: Draft, language: Language): readonly ('title' | 'body')[] {
  const empty = (['title', 'body'] as const).filter((part) => texts[language]![part].trim() === '');
  return language !== 'en' && empty.length === 2 ? [] : empty;
}

/** Words in every language, and what they are required for. Ctrl or ⌘ with S saves. */
export function TermsEditor({ version, inForce, reread, renew }: TermsEditorProps) {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const problemText = useProblemText();
  const navigate = useNavigate();
  const [readersLanguage] = useLanguage();
  const [save] = useMutation(SaveTermsDraftDocument);
  const [discard] = useMutation(DiscardTermsDraftDocument);
  const { busy, isUnderWay, problem, run } = useAction<'discard'>();
  const [language, setLanguage] = useState<Language>('en');
  const [edited, setEdited] = useState<Draft | null>(null);
  const [wrong, setWrong] = useState<readonly FieldProblem[]>([]);
  const [saved, setSaved] = useState(false);
  const [publishing, setPublishing] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const saveButton = useRef<HTMLButtonElement>(null);

  const stored = draftOf(version);
  const draft = edited ?? stored;
  const dirty = edited !== null && !sameWords(edited, stored);
  const text = draft.texts[language]!;
  const missing = missingIn(draft, language);
  const incomplete = spokenLanguages.filter((each) => missingIn(draft, each).length > 0);
  const labelOf = (part: 'title' | 'body'): ReactNode => (
    <>
      {t(part === 'title' ? 'terms.titleField' : 'terms.body')}{' '}
      {missing.includes(part) && <span className={classes.missing}>{t('terms.missing')}</span>}
    </>
  );

  const change = (part: Partial<Draft>): void => {
    setSaved(false);
    setWrong([]);
    setEdited({ ...draft, ...part });
  };
  const write = (part: Partial<{ title: string; body: string }>): void =>
    change({ texts: { ...draft.texts, [language]: { ...text, ...part } } });

  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (!dirty || busy) return;
    run(async () => {
      setWrong([]);
      const { required, blocks, graceDays, texts, revision } = draft;
      const input = {
        required,
        blocks: required ? [...blocks] : [],
        graceDays: Number.parseInt(graceDays, 10) || 0,
        texts: spokenLanguages.map((each) => ({ language: each, ...texts[each]! })),
      };
      try {
        await save({ variables: { id: version.id, input, revision, language: readersLanguage } });
        setEdited(null);
        setSaved(true);
      } catch (error) {
        const found = fieldProblems(error);
        if (found.length === 0) throw error;
        setWrong(found);
        const [first] = found;
        const elsewhere = spokenLanguages.find((each) => first?.path.startsWith(`${each}.`));
        if (elsewhere) setLanguage(elsewhere);
        requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
      }
    });
  };
  const saveByKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    submit();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => saveByKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  const throwAway = (): void =>
    run(async () => {
      const { data } = await discard({ variables: { id: version.id, revision: version.revision } });
      setEdited(null);
      if (data?.discardTermsDraft.inForce) await renew();
      else void navigate('/terms');
    }, 'discard');
  const loadTheirs = (): void => {
    // What was pressed goes with what it answers.
    saveButton.current?.focus();
    run(async () => {
      await reread();
      setEdited(null);
    });
  };
  const errorOf = (path: string): string | undefined => {
    const found = wrong.find((one) => one.path === path);
    if (!found) return undefined;
    return t(`ui:field.${found.code}`, found.bound === undefined ? {} : { bound: format.number(found.bound) });
  };

  const markOf = (each: Language): string => {
    if (incomplete.includes(each)) return t('terms.unfinished');
    if (each === 'en') return t('terms.needed');
    return draft.texts[each]?.body === '' ? t('terms.none') : '';
  };

  return (
    <section aria-labelledby="draft" className={classes.editor}>
      <LeaveGuard when={dirty} />
      <div className={classes.bar}>
        <h2 id="draft">{t('terms.draftOf', { number: version.number })}</h2>
        <OneOf
          label={t('mailText.language')}
          options={spokenLanguages.map((each) => ({ value: each, name: languages[each], mark: markOf(each) }))}
          value={language}
          onChange={setLanguage}
        />
      </div>
      <div className={classes.columns}>
        <form ref={form} className={classes.form} noValidate onSubmit={submit}>
          <TextField
            label={labelOf('title')}
            lang={language}
            value={text.title}
            error={errorOf(`${language}.title`)}
            onChange={({ currentTarget }) => write({ title: currentTarget.value })}
          />
          <TextAreaField
            label={labelOf('body')}
            description={t('terms.bodyHint')}
            lang={language}
            minRows={14}
            maxRows={32}
            value={text.body}
            error={errorOf(`${language}.body`)}
            onChange={({ currentTarget }) => write({ body: currentTarget.value })}
          />
          <fieldset className={classes.choices}>
            <legend>{t('terms.whatItAsks')}</legend>
            <label className={classes.tick}>
              <input
                type="checkbox"
                checked={draft.required}
                onChange={({ currentTarget }) => change({ required: currentTarget.checked })}
              />
              {t('terms.required')}
            </label>
            {allBlocks.map((block) => (
              <label key={block} className={classes.tick}>
                <input
                  type="checkbox"
                  disabled={!draft.required}
                  checked={draft.required && draft.blocks.includes(block)}
                  onChange={({ currentTarget }) =>
                    change({
                      blocks: allBlocks.filter((each) =>
                        each === block ? currentTarget.checked : draft.blocks.includes(each),
                      ),
                    })
                  }
                />
                {t(`terms.blocks.${block}`)}
              </label>
            ))}
          </fieldset>
          <TextField
            label={t('terms.grace')}
            description={t('terms.graceHint')}
            inputMode="numeric"
            value={draft.graceDays}
            error={errorOf('graceDays')}
            onChange={({ currentTarget }) =>
              change({ graceDays: currentTarget.value.replaceAll(/\D/g, '').slice(0, 4) })
            }
          />
          <div className={classes.actions}>
            <Button ref={saveButton} type="submit" variant="primary" loading={busy} disabled={!dirty}>
              {t('terms.save')}
            </Button>
            <Button disabled={dirty || busy} onClick={() => setPublishing(true)}>
              {t('terms.publish')}
            </Button>
            <ConfirmButton
              label={t('terms.discard')}
              variant="quiet"
              confirm={t('terms.discardSure')}
              keep={t('terms.keep')}
              danger
              busy={isUnderWay('discard')}
              disabled={busy}
              onConfirm={throwAway}
            />
          </div>
          <div role="status" className={classes.done}>
            {saved ? t('terms.saved') : dirty && t('terms.unsaved')}{' '}
            {saved &&
              incomplete.length > 0 &&
              t('terms.incomplete', { languages: format.list(incomplete.map((each) => languages[each])) })}
          </div>
          <div role="alert" className={classes.problem}>
            {problem && (
              <>
                {problem === 'CONFLICT' ? t('terms.conflict') : problemText(problem)}
                {problem === 'CONFLICT' && <Button onClick={loadTheirs}>{t('terms.loadTheirs')}</Button>}
              </>
            )}
          </div>
        </form>
        <TermsPaper
          name={t('terms.preview')}
          level={3}
          language={language}
          text={text}
          before={inForce?.texts.find((one) => one.language === language) ?? null}
        />
      </div>
      {publishing && (
        <PublishPanel
          version={version}
          onClose={() => setPublishing(false)}
          onPublished={async () => {
            setPublishing(false);
            await renew();
          }}
        />
      )}
    </section>
  );
}
