import { useApolloClient } from '@apollo/client/react';
import { fieldProblems, problemOf, type FieldProblem, type Problem } from '@influencegen/shared-schema/client/errors';
import { newKey } from '@influencegen/shared-schema/client/idempotency-key';
import type { CampaignInput } from '@influencegen/shared-schema/contract/schema.generated';
import { currencies } from '@influencegen/shared-schema/contract/money';
import { socialPlatformNames, socialPlatforms } from '@influencegen/shared-schema/contract/social-handle';
import { rightsEnd } from '@influencegen/shared-schema/contract/usage-rights';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextAreaField, TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useEffect, useEffectEvent, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { LeaveGuard } from '@influencegen/shared-schema/ui/leave-guard';
import { useProblemText } from '../../ui/use-problem-text';
import {
  compensationKinds,
  draftField,
  draftOf,
  emptyDraft,
  hasFee,
  inputOf,
  longest,
  mostMonths,
  needsNote,
  problemsOf,
  rightsChannels,
  type CampaignDraft,
  type DraftField,
  type DraftProblem,
} from './campaign-draft';
import classes from './campaign-form.module.css';
import type { CampaignDetailsFragment } from './campaign-page.generated';
import { CountryList } from './country-list';
import { CreateCampaignDocument, UpdateCampaignDocument } from './save-campaign.generated';
import { Ticks } from './ticks';
import { useCampaignWords } from './use-campaign-words';

interface BrandFieldProps {
  label: string;
  value: string;
  onChange: (organisationId: string) => void;
  error: string | undefined;
}

/** Of a campaign that was just made: what somebody else has changed of it since is a conflict. */
const firstRevision = 1;

export type BrandField = (props: BrandFieldProps) => ReactNode;

interface CampaignFormProps {
  /** What is changed; a new campaign when absent. */
  campaign?: CampaignDetailsFragment;
  /** Brands are another feature's matter. */
  brandField: BrandField;
}

type Errors = Partial<Record<DraftField, string>>;

const asWritten = (draft: CampaignDraft): string => JSON.stringify(draft);
const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Everything that a campaign says, on one page. Ctrl or ⌘ with S saves. */
export function CampaignForm({ campaign, brandField }: CampaignFormProps) {
  const { t } = useTranslation(['app', 'ui']);
  const [language] = useLanguage();
  const format = useFormat();
  const words = useCampaignWords();
  const problemText = useProblemText();
  const client = useApolloClient();
  const navigate = useNavigate();
  // What others change meanwhile must not change what is being typed.
  const [stored, setStored] = useState(campaign);
  const [before, setBefore] = useState(() => (campaign ? draftOf(campaign, language) : emptyDraft));
  const [draft, setDraft] = useState(before);
  const [errors, setErrors] = useState<Errors>({});
  const [problem, setProblem] = useState<Problem | null>(null);
  const [theirs, setTheirs] = useState<CampaignDetailsFragment | null>(null);
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const saved = useRef(false);
  // A new campaign whose answer was lost may have been made: the next try begins with the very same.
  const unanswered = useRef<{ input: CampaignInput; idempotencyKey: string } | null>(null);
  const dirty = asWritten(draft) !== asWritten(before);

  const change = (part: Partial<CampaignDraft>): void => {
    setDraft({ ...draft, ...part });
    setErrors((shown) => Object.fromEntries(Object.entries(shown).filter(([field]) => !(field in part))));
  };
  const wrongText = (wrong: DraftProblem): string =>
    wrong === 'REQUIRED' ? t('ui:field.REQUIRED') : t(`campaigns.wrong.${wrong}`, { most: format.number(mostMonths) });
  const refusedText = ({ path, code, bound }: FieldProblem): string => {
    if (bound === undefined) return t(`ui:field.${code}`);
    const isFee = path === 'compensation.feeMinor';
    return t(`ui:field.${code}`, { bound: isFee ? format.money(bound, draft.currency) : format.number(bound) });
  };
  const showErrors = (found: Errors): void => {
    setErrors(found);
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid="true"] input')?.focus(),
    );
  };

  const create = async (input: CampaignInput): Promise<CampaignDetailsFragment | null> => {
    const asked = (unanswered.current ??= { input, idempotencyKey: newKey() });
    try {
      const { data } = await client.mutate({
        mutation: CreateCampaignDocument,
        variables: asked,
        update: (cache) => cache.evict({ fieldName: 'campaigns' }),
      });
      const made = data?.createCampaign ?? null;
      unanswered.current = null;
      setStored(made ?? undefined);
      // What was typed since the answer was lost is a change of what was made.
      return made && JSON.stringify(asked.input) !== JSON.stringify(input)
        ? await update(made.id, firstRevision, input)
        : made;
    } catch (error) {
      if (problemOf(error) !== 'UNREACHABLE') unanswered.current = null;
      throw error;
    }
  };
  const update = async (
    id: string,
    revision: number,
    input: CampaignInput,
  ): Promise<CampaignDetailsFragment | null> => {
    const { data } = await client.mutate({ mutation: UpdateCampaignDocument, variables: { id, revision, input } });
    const outcome = data?.updateCampaign;
    if (outcome?.__typename !== 'CampaignConflict') return outcome ?? null;
    setTheirs(outcome.campaign);
    return null;
  };
  const send = (): Promise<CampaignDetailsFragment | null> => {
    const input = inputOf(draft, language);
    return stored ? update(stored.id, stored.revision, input) : create(input);
  };
  const submit = async (event?: FormEvent): Promise<void> => {
    event?.preventDefault();
    if (busy) return;
    setProblem(null);
    setTheirs(null);
    const wrong = Object.entries(problemsOf(draft, language));
    showErrors(Object.fromEntries(wrong.map(([field, code]) => [field, wrongText(code)])));
    if (wrong.length > 0) return;
    setBusy(true);
    try {
      const kept = await send();
      if (!kept) return;
      saved.current = true;
      await navigate(`/campaigns/${kept.id}`);
    } catch (error) {
      const refused = fieldProblems(error).flatMap((each) => {
        const field = draftField(each.path);
        return field ? [[field, refusedText(each)] as const] : [];
      });
      if (refused.length > 0) showErrors(Object.fromEntries(refused));
      else setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const saveByKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    void submit();
  });
  useEffect(() => {
    const listener = (event: KeyboardEvent): void => saveByKey(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, []);
  const loadTheirs = (other: CampaignDetailsFragment): void => {
    const written = draftOf(other, language);
    setStored(other);
    setBefore(written);
    setDraft(written);
    setErrors({});
    setTheirs(null);
    // What was pressed goes with what it answers; here begins what is now to be read.
    form.current?.querySelector('input')?.focus();
  };

  const text = (field: 'name' | 'summary' | 'brief' | 'content' | 'note') => ({
    value: draft[field],
    maxLength: longest[field],
    error: errors[field],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => change({ [field]: currentTarget.value }),
  });
  const typed = (field: 'minimumFollowers' | 'fee' | 'months' | 'interestUntil' | 'startsOn' | 'endsOn') => ({
    label: t(`campaigns.field.${field}`),
    value: draft[field],
    error: errors[field],
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => change({ [field]: currentTarget.value }),
  });
  const months = Number(draft.months);
  const lastDay = isDay(draft.endsOn) && months >= 1 && months <= mostMonths && rightsEnd(draft.endsOn, months);

  return (
    <form ref={form} className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <LeaveGuard when={dirty} isLost={(from, to) => !saved.current && from.pathname !== to.pathname} />
      <Group title={t('campaigns.about')} hint={t('campaigns.aboutHint')}>
        <div className={classes.brand}>
          {brandField({
            label: t('campaigns.brand'),
            value: draft.organisationId,
            onChange: (organisationId) => change({ organisationId }),
            error: errors.organisationId,
          })}
        </div>
        <TextField label={t('campaigns.field.name')} {...text('name')} />
        <TextAreaField
          label={t('campaigns.field.summary')}
          description={t('campaigns.summaryHint')}
          minRows={2}
          {...text('summary')}
        />
        <TextAreaField
          label={t('campaigns.field.brief')}
          description={t('campaigns.briefHint')}
          minRows={8}
          maxRows={24}
          {...text('brief')}
        />
        <TextAreaField
          label={t('campaigns.field.content')}
          description={t('campaigns.contentHint')}
          minRows={4}
          maxRows={16}
          {...text('content')}
        />
      </Group>
      <Group title={t('campaigns.creators')} hint={t('campaigns.creatorsHint')}>
        <Ticks
          label={t('campaigns.field.niches')}
          many
          options={words.niches}
          chosen={draft.niches}
          error={errors.niches}
          onChange={(chosen) => change({ niches: chosen })}
        />
        <Ticks
          label={t('campaigns.field.platforms')}
          many
          options={socialPlatforms.map((platform) => ({ value: platform, label: socialPlatformNames[platform] }))}
          chosen={draft.platforms}
          error={errors.platforms}
          onChange={(chosen) => change({ platforms: chosen })}
        />
        <CountryList
          label={t('campaigns.field.countries')}
          none={t('campaigns.anyCountry')}
          chosen={draft.countries}
          error={errors.countries}
          onChange={(chosen) => change({ countries: chosen })}
        />
        <TextField
          {...typed('minimumFollowers')}
          description={t('campaigns.followersHint')}
          inputMode="numeric"
          className={classes.short}
        />
      </Group>
      <Group title={t('campaigns.pay')} hint={t('campaigns.payHint')}>
        <SelectField
          label={t('campaigns.field.kind')}
          value={draft.kind}
          error={errors.kind}
          onChange={({ currentTarget }) =>
            change({ kind: compensationKinds.find((kind) => kind === currentTarget.value) ?? 'FLAT_FEE' })
          }
          data={compensationKinds.map((kind) => ({ value: kind, label: t(`campaigns.kind.${kind}`) }))}
        />
        {hasFee(draft.kind) && (
          <div className={classes.money}>
            <TextField {...typed('fee')} inputMode="decimal" />
            <SelectField
              label={t('campaigns.field.currency')}
              value={draft.currency}
              error={errors.currency}
              onChange={({ currentTarget }) => change({ currency: currentTarget.value })}
              data={[...currencies]}
            />
          </div>
        )}
        <TextAreaField
          label={t(`campaigns.note.${draft.kind}`)}
          description={needsNote(draft.kind) ? t('campaigns.noteHint') : t('campaigns.optional')}
          minRows={2}
          {...text('note')}
        />
      </Group>
      <Group title={t('campaigns.rights')} hint={t('campaigns.rightsHint')}>
        <Ticks
          label={t('campaigns.field.channels')}
          options={rightsChannels.map((channel) => ({ value: channel, label: t(`campaigns.channel.${channel}`) }))}
          chosen={draft.channels}
          error={errors.channels}
          onChange={(chosen) => change({ channels: chosen })}
        />
        <CountryList
          label={t('campaigns.field.rightsCountries')}
          none={t('campaigns.worldwide')}
          chosen={draft.rightsCountries}
          error={errors.rightsCountries}
          onChange={(chosen) => change({ rightsCountries: chosen })}
        />
        <TextField
          {...typed('months')}
          description={
            lastDay
              ? t('campaigns.untilDay', { day: format.days(lastDay) })
              : t('campaigns.monthsHint', { most: mostMonths })
          }
          inputMode="numeric"
          className={classes.short}
        />
        <label className={classes.tick}>
          <input
            type="checkbox"
            checked={draft.aiImages}
            onChange={({ currentTarget }) => change({ aiImages: currentTarget.checked })}
          />
          {t('campaigns.aiAllowedField')}
        </label>
      </Group>
      <Group title={t('campaigns.dates')} hint={t('campaigns.datesHint')}>
        <div className={classes.days}>
          <TextField type="date" {...typed('interestUntil')} />
          <TextField type="date" min={draft.interestUntil || undefined} {...typed('startsOn')} />
          <TextField type="date" min={draft.startsOn || undefined} {...typed('endsOn')} />
        </div>
      </Group>
      <div className={classes.foot}>
        <FormAlert>
          {theirs ? (
            <>
              {t('campaigns.conflict')} <Button onClick={() => loadTheirs(theirs)}>{t('campaigns.loadTheirs')}</Button>
            </>
          ) : problem ? (
            problemText(problem)
          ) : (
            Object.keys(errors).length > 0 && t('campaigns.lookAgain', { count: Object.keys(errors).length })
          )}
        </FormAlert>
        <div className={classes.actions}>
          <Button type="submit" variant="primary" loading={busy}>
            {t(stored ? 'campaigns.save' : 'campaigns.saveDraft')}
          </Button>
          <Button component={Link} to={stored ? `/campaigns/${stored.id}` : '/campaigns'} variant="quiet">
            {t('ui:cancel')}
          </Button>
        </div>
      </div>
    </form>
  );
}

/** What it is about on the left, the fields on the right. */
function Group({ title, hint, children }: { title: string; hint: string; children: ReactNode }) {
  return (
    <section className={classes.group}>
      <div className={classes.title}>
        <h2>{title}</h2>
        <p>{hint}</p>
      </div>
      <div className={classes.fields}>{children}</div>
    </section>
  );
}
