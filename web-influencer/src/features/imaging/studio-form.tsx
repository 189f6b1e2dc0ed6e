import { Button } from '@influencegen/shared-schema/ui/button';
import { fieldProblems, problemOf } from '@influencegen/shared-schema/client/errors';
import { TextAreaField } from '@influencegen/shared-schema/ui/fields';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconSparkles } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { AdvancedOptions } from './advanced-options.tsx';
import { Choice } from './choice.tsx';
import { pictureSize } from '@influencegen/shared-schema/contract/image-sizes';
import { problemsIn, type Draft, type DraftProblem, type StudioOffer } from './draft.ts';
import { QuotaLine } from './quota-line.tsx';
import { RequestRefusal } from './request-refusal.tsx';
import { ShapePicker } from './shape-picker.tsx';
import classes from './studio-form.module.css';
import { StylePicker } from './style-picker.tsx';
import type { Outcome } from './use-ask.ts';

interface StudioFormProps {
  offer: StudioOffer;
  /** Pictures are drawn without an AI model, and the person should know it before asking. */
  preview: boolean;
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  ask: () => Promise<Outcome>;
  promptRef: RefObject<HTMLTextAreaElement | null>;
}

const behindAdvanced = /^(negativePrompt|seed|steps|cfgScale|loras)/;
/** The counter speaks up when it begins to matter. */
const nearTheEnd = 200;

export function StudioForm({ offer, preview, draft, onChange, ask, promptRef }: StudioFormProps) {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const [problems, setProblems] = useState<DraftProblem[]>([]);
  const [outcome, setOutcome] = useState<Outcome>();
  const [advanced, setAdvanced] = useState(false);
  const form = useRef<HTMLFormElement>(null);

  const change = (part: Partial<Draft>): void => {
    onChange(part);
    setProblems((current) => current.filter(({ path }) => !Object.keys(part).some((key) => path.startsWith(key))));
    setOutcome(undefined);
  };

  const errorOf = (path: string): string | undefined => {
    const problem = problems.find((candidate) => candidate.path === path);
    if (!problem) return undefined;
    return t(`ui:field.${problem.code}`, problem.bound === undefined ? {} : { bound: format.number(problem.bound) });
  };

  const show = (found: DraftProblem[]): void => {
    setProblems(found);
    if (found.length === 0) return;
    if (found.some(({ path }) => behindAdvanced.test(path))) setAdvanced(true);
    // After React has drawn them: the first field in error takes the focus.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };

  const submit = async (): Promise<void> => {
    const found = problemsIn(draft, offer);
    show(found);
    setOutcome(undefined);
    if (found.length > 0) return;
    const answer = await ask();
    if (typeof answer === 'object' && 'error' in answer) show(fieldProblems(answer.error));
    setOutcome(answer);
  };

  const submitByKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    if (event.repeat) {
      // A key that is held asks once, also on the button: pictures are counted.
      const isLine = event.target instanceof HTMLTextAreaElement;
      if (!isLine && event.target instanceof Node && form.current?.contains(event.target)) event.preventDefault();
    } else if (event.ctrlKey || event.metaKey) void submit();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => submitByKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);

  const promptLeft = offer.promptMaxLength - draft.prompt.length;
  const resolutions = offer.resolutions.map((value) => ({
    value,
    label: t(`studio.resolutions.${value}`),
    hint: t('studio.pixels', pictureSize(draft.aspectRatio, value)),
  }));
  const counts = Array.from({ length: offer.count.max - offer.count.min + 1 }, (_, step) => offer.count.min + step);

  return (
    <form
      ref={form}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className={classes.fields}>
        <div>
          <TextAreaField
            ref={promptRef}
            name="prompt"
            label={t('studio.prompt')}
            description={preview && t('studio.preview')}
            placeholder={t('studio.promptPlaceholder')}
            value={draft.prompt}
            error={errorOf('prompt')}
            minRows={3}
            maxRows={10}
            required
            onChange={({ currentTarget }) => change({ prompt: currentTarget.value })}
          />
          <p className={classes.counter} role="status" data-over={promptLeft < 0}>
            {promptLeft < 0
              ? t('studio.promptOver', { count: -promptLeft })
              : promptLeft <= nearTheEnd && t('studio.promptLeft', { count: promptLeft })}
          </p>
        </div>
        <ShapePicker
          offered={offer.aspectRatios}
          resolution={draft.resolution}
          value={draft.aspectRatio}
          onChange={(aspectRatio) => change({ aspectRatio })}
        />
        <StylePicker offered={offer.styles} value={draft.style} onChange={(style) => change({ style })} />
        <div className={classes.pair}>
          <Choice
            look="bar"
            label={t('studio.resolution')}
            options={resolutions}
            value={draft.resolution}
            onChange={(resolution) => change({ resolution })}
            error={errorOf('resolution')}
          />
          {counts.length > 1 && (
            <Choice
              look="bar"
              label={t('studio.count')}
              options={counts.map((value) => ({ value, label: format.number(value) }))}
              value={draft.count}
              onChange={(count) => change({ count })}
              error={errorOf('count')}
            />
          )}
        </div>
        <AdvancedOptions
          offer={offer}
          draft={draft}
          onChange={change}
          errorOf={errorOf}
          open={advanced}
          onToggle={setAdvanced}
        />
      </div>
      <div className={classes.submit}>
        {outcome !== undefined && outcome !== 'asked' && (
          <div className={classes.outcome}>
            <NotAsked outcome={outcome} asking={draft.count} />
          </div>
        )}
        <QuotaLine asking={draft.count} refused={isQuotaRefusal(outcome)} />
        <Button
          type="submit"
          variant="primary"
          size="lg"
          fullWidth
          title={t('studio.shortcut')}
          leftSection={<IconSparkles size={20} aria-hidden />}
        >
          {t('studio.generateCount', { count: draft.count })}
        </Button>
      </div>
    </form>
  );
}

const isQuotaRefusal = (outcome: Outcome | undefined): boolean =>
  typeof outcome === 'object' && 'refusal' in outcome && outcome.refusal.__typename === 'ImageQuotaExceeded';

function NotAsked({ outcome, asking }: { outcome: Exclude<Outcome, 'asked'>; asking: number }) {
  const { t } = useTranslation(['app', 'ui']);
  if ('refusal' in outcome) return <RequestRefusal refusal={outcome.refusal} asking={asking} />;
  const problem = problemOf(outcome.error);
  return (
    <p role="alert" className={classes.problem}>
      {problem === 'BAD_USER_INPUT'
        ? t('studio.checkFields')
        : t('studio.notAsked', { reason: t(`ui:problem.${problem}`) })}
    </p>
  );
}
