import { Button } from '@influencegen/shared-schema/ui/button';
import { TextAreaField } from '@influencegen/shared-schema/ui/fields';
import { IconChevronDown } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './advanced-options.module.css';
import { advancedChanges, usualDraft, type Draft, type StudioOffer } from './draft.ts';
import { LoraPicker } from './lora-picker.tsx';
import { RangeField } from './range-field.tsx';
import { SeedField } from './seed-field.tsx';

interface AdvancedOptionsProps {
  offer: StudioOffer;
  draft: Draft;
  onChange: (change: Partial<Draft>) => void;
  errorOf: (path: string) => string | undefined;
  open: boolean;
  onToggle: (open: boolean) => void;
}

/** For those who know what a sampler is; everybody else never needs to open it. */
export function AdvancedOptions({ offer, draft, onChange, errorOf, open, onToggle }: AdvancedOptionsProps) {
  const { t } = useTranslation();
  const changed = advancedChanges(draft, offer);
  const usual = (): void => {
    const { negativePrompt, seed, steps, cfgScale, loras } = usualDraft(offer);
    onChange({ negativePrompt, seed, steps, cfgScale, loras });
  };
  return (
    <details className={classes.details} open={open} onToggle={({ currentTarget }) => onToggle(currentTarget.open)}>
      <summary className={classes.summary}>
        {t('studio.advanced')}
        {changed > 0 && <span className={classes.changed}>{t('studio.advancedChanged', { count: changed })}</span>}
        <IconChevronDown size={18} aria-hidden className={classes.chevron} />
      </summary>
      <div className={classes.options}>
        <TextAreaField
          label={t('studio.negativePrompt')}
          placeholder={t('studio.negativePromptPlaceholder')}
          value={draft.negativePrompt}
          error={errorOf('negativePrompt')}
          minRows={2}
          maxRows={6}
          onChange={({ currentTarget }) => onChange({ negativePrompt: currentTarget.value })}
        />
        <SeedField
          range={offer.seed}
          value={draft.seed}
          error={errorOf('seed')}
          onChange={(seed) => onChange({ seed })}
        />
        <RangeField
          label={t('studio.steps')}
          hint={t('studio.stepsHint')}
          range={offer.steps}
          step={1}
          value={draft.steps}
          error={errorOf('steps')}
          onChange={(steps) => onChange({ steps })}
        />
        <RangeField
          label={t('studio.cfgScale')}
          hint={t('studio.cfgScaleHint')}
          range={offer.cfgScale}
          step={0.5}
          value={draft.cfgScale}
          error={errorOf('cfgScale')}
          onChange={(cfgScale) => onChange({ cfgScale })}
        />
        {offer.loraModels.length > 0 && (
          <LoraPicker offer={offer} value={draft.loras} errorOf={errorOf} onChange={(loras) => onChange({ loras })} />
        )}
        {changed > 0 && (
          <Button variant="quiet" onClick={usual}>
            {t('studio.backToUsual')}
          </Button>
        )}
      </div>
    </details>
  );
}
