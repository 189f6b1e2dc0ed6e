import { useFragment, useMutation } from '@apollo/client/react';
import type { FragmentType } from '@apollo/client';
import { fieldProblems, problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { isLanguage, languageChoices } from '@influencegen/shared-schema/contract/languages';
import { normalPhone, spacedPhone } from '@influencegen/shared-schema/contract/phone';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { LeaveGuard } from '@influencegen/shared-schema/ui/leave-guard';
import { useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ProfileForm_viewerFragmentDoc, UpdateProfileDocument } from './profile-page.generated';
import classes from './profile-page.module.css';

type Field = 'displayName' | 'phone' | 'language' | 'timeZone';
const fields: readonly Field[] = ['displayName', 'phone', 'language', 'timeZone'];
const isField = (path: string): path is Field => fields.some((field) => field === path);
type Errors = Partial<Record<Field, string>>;
type Edits = Partial<Record<Field, string>>;

const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zonesWith = (chosen: string): string[] =>
  [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), chosen])].sort();

export function ProfileForm(props: { viewer: FragmentType<typeof ProfileForm_viewerFragmentDoc> }) {
  const { data: viewer, complete } = useFragment({ fragment: ProfileForm_viewerFragmentDoc, from: props.viewer });
  return complete && <Form viewer={viewer} />;
}

interface Profile {
  displayName: string;
  email: string;
  phone: string | null;
  language: string;
  timeZone: string;
}

const draftOf = (viewer: Profile) => ({ ...viewer, phone: viewer.phone ? spacedPhone(viewer.phone) : '' });

function Form({ viewer }: { viewer: Profile }) {
  const { t } = useTranslation(['app', 'ui']);
  const [, speak] = useLanguage();
  const [update, { loading }] = useMutation(UpdateProfileDocument);
  // What nobody touched here stays as it is, also when another device or the menu changes it meanwhile.
  const [edits, setEdits] = useState<Edits>({});
  const [errors, setErrors] = useState<Errors>({});
  const [outcome, setOutcome] = useState<'saved' | Problem | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const kept = draftOf(viewer);
  const draft = { ...kept, ...edits };
  const changed = fields.filter((field) => draft[field] !== kept[field]);

  const change = (field: Field) => (event: { currentTarget: { value: string } }) => {
    setEdits({ ...edits, [field]: event.currentTarget.value });
    setErrors({ ...errors, [field]: undefined });
    setOutcome(null);
  };
  const show = (found: Errors): void => {
    setErrors(found);
    const [first] = Object.keys(found);
    if (first) form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { displayName, phone } = draft;
    const input: Edits = Object.fromEntries(changed.map((field) => [field, draft[field]]));
    const found: Errors = {
      ...(displayName.trim() === '' && { displayName: t('ui:field.REQUIRED') }),
      ...(phone.trim() !== '' && normalPhone(phone) === null && { phone: t('profile.phoneWrong') }),
    };
    show(found);
    setOutcome(null);
    if (Object.keys(found).length > 0 || loading) return;
    try {
      await update({ variables: { input } });
      setEdits((typed) =>
        Object.fromEntries(Object.entries(typed).filter(([field, text]) => text !== draft[field as Field])),
      );
      if (isLanguage(input.language)) speak(input.language);
      setOutcome('saved');
    } catch (error) {
      const refused = fieldProblems(error).filter(({ path }) => isField(path));
      show(Object.fromEntries(refused.map(({ path, code, bound }) => [path, t(`ui:field.${code}`, { bound })])));
      if (refused.length === 0) setOutcome(problemOf(error));
    }
  };

  return (
    <form ref={form} className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <LeaveGuard when={changed.length > 0} />
      <TextField label={t('profile.email')} description={t('profile.emailHint')} value={draft.email} readOnly />
      <TextField
        label={t('profile.name')}
        description={t('profile.nameHint')}
        name="displayName"
        autoComplete="name"
        required
        value={draft.displayName}
        onChange={change('displayName')}
        error={errors.displayName}
      />
      <TextField
        label={t('profile.phone')}
        description={t('profile.phoneHint')}
        name="phone"
        type="tel"
        autoComplete="tel"
        value={draft.phone}
        onChange={change('phone')}
        error={errors.phone}
      />
      <SelectField
        label={t('profile.language')}
        description={t('profile.languageHint')}
        name="language"
        data={languageChoices}
        value={draft.language}
        onChange={change('language')}
        error={errors.language}
      />
      <div>
        <SelectField
          label={t('profile.timeZone')}
          description={t('profile.timeZoneHint')}
          name="timeZone"
          data={zonesWith(draft.timeZone)}
          value={draft.timeZone}
          onChange={change('timeZone')}
          error={errors.timeZone}
        />
        {draft.timeZone !== deviceZone && (
          <Button
            variant="quiet"
            className={classes.device}
            onClick={() => change('timeZone')({ currentTarget: { value: deviceZone } })}
          >
            {t('profile.timeZoneOfDevice', { zone: deviceZone })}
          </Button>
        )}
      </div>
      <div className={classes.foot}>
        <Button type="submit" variant="primary" loading={loading}>
          {t('profile.save')}
        </Button>
        <p role="status" className={classes.saved}>
          {outcome === 'saved' && t('profile.saved')}
        </p>
      </div>
      <div role="alert" className={classes.problem}>
        {outcome !== null && outcome !== 'saved' && t(`ui:problem.${outcome}`)}
      </div>
    </form>
  );
}
