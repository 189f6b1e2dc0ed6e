import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { languageChoices } from '@influencegen/shared-schema/contract/languages';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField, TextField } from '@influencegen/shared-schema/ui/fields';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { useRoleName } from '../../ui/use-role-name';
import { ChangeRefusalNote } from './change-refusal';
import { InviteAccountDocument } from './invite-page.generated';
import { OrganisationField } from './organisation-field';
import classes from './person-page.module.css';
import { RoleChoicesDocument } from './role-choices.generated';
import { refusalOfAnswer, refusalOfError, type ChangeRefusal } from './use-change';

export function InvitePage() {
  const { t } = useTranslation(['app', 'ui']);
  return (
    <div className={classes.page}>
      <div className={classes.summary}>
        <BackLink to="/people">{t('nav.people')}</BackLink>
        <PageHeader title={t('invite.title')} />
      </div>
      <PageBoundary
        skeleton={
          <Skeleton>
            <Lines count={8} height="2rem" />
          </Skeleton>
        }
      >
        <InviteForm />
      </PageBoundary>
    </div>
  );
}

const fieldNames = ['email', 'displayName', 'roles', 'organisationId'] as const;
type Field = (typeof fieldNames)[number];
const isField = (path: string): boolean => fieldNames.some((name) => name === path);

function InviteForm() {
  const { t, i18n } = useTranslation(['app', 'ui']);
  const roleName = useRoleName();
  const client = useApolloClient();
  const navigate = useNavigate();
  const { data } = useSuspenseQuery(RoleChoicesDocument);
  const choices = data.roleChoices.filter(({ viewerMayGive }) => viewerMayGive);
  const [email, setEmail] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [roles, setRoles] = useState<readonly string[]>([]);
  const [organisationId, setOrganisationId] = useState('');
  const [language, setLanguage] = useState(i18n.language);
  const [send, setSend] = useState(true);
  const [busy, setBusy] = useState(false);
  const [errors, setErrors] = useState<Partial<Record<Field, string>>>({});
  const [taken, setTaken] = useState<{ accountId: string | null } | null>(null);
  const [refusal, setRefusal] = useState<ChangeRefusal | null>(null);
  const forBrand = choices.some(({ key, audience }) => audience === 'BRAND' && roles.includes(key));

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const missing: Partial<Record<Field, string>> = {};
    if (!email.includes('@')) missing.email = t('ui:field.email');
    if (displayName.trim() === '') missing.displayName = t('ui:field.REQUIRED');
    if (roles.length === 0) missing.roles = t('invite.oneRole');
    if (forBrand && organisationId === '') missing.organisationId = t('ui:field.REQUIRED');
    setErrors(missing);
    setTaken(null);
    setRefusal(null);
    if (Object.keys(missing).length > 0 || busy) return;

    setBusy(true);
    try {
      const { data: answer } = await client.mutate({
        mutation: InviteAccountDocument,
        variables: {
          input: {
            email,
            displayName,
            roles: [...roles],
            language,
            timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
            sendInvitation: send,
            ...(forBrand && { organisationId }),
          },
        },
        update: (cache) => cache.evict({ fieldName: 'accounts' }),
      });
      const outcome = answer?.inviteAccount;
      if (outcome?.__typename === 'Account') await navigate(`/people/${outcome.id}`);
      else if (outcome?.__typename === 'EmailInUse') setTaken(outcome);
      else setRefusal(refusalOfAnswer(outcome));
    } catch (error) {
      const refused = refusalOfError(error);
      const fields = refused.kind === 'problem' ? refused.fields : [];
      setErrors(Object.fromEntries(fields.map(({ path, code, bound }) => [path, t(`ui:field.${code}`, { bound })])));
      // What stands at no field here is told as a whole.
      if (!fields.some(({ path }) => isField(path))) setRefusal(refused);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form className={classes.form} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        autoFocus
        type="email"
        label={t('people.column.email')}
        value={email}
        maxLength={254}
        autoComplete="off"
        error={errors.email}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <div role="alert">
        {taken && (
          <p className={classes.error}>
            {t('invite.taken')}{' '}
            {taken.accountId !== null && <Link to={`/people/${taken.accountId}`}>{t('invite.open')}</Link>}
          </p>
        )}
      </div>
      <TextField
        label={t('people.column.name')}
        value={displayName}
        maxLength={200}
        autoComplete="off"
        error={errors.displayName}
        onChange={({ currentTarget }) => setDisplayName(currentTarget.value)}
      />
      <fieldset className={classes.choices} aria-describedby={errors.roles && 'roles-error'}>
        <legend>{t('people.column.roles')}</legend>
        {choices.map(({ key, name, audience }) => (
          <label key={key}>
            <input
              type="checkbox"
              checked={roles.includes(key)}
              onChange={({ currentTarget }) =>
                setRoles(currentTarget.checked ? [...roles, key] : roles.filter((role) => role !== key))
              }
            />
            {roleName(name)} <span className={classes.muted}>{t(`people.audience.${audience}`)}</span>
          </label>
        ))}
        {errors.roles && (
          <p id="roles-error" className={classes.error}>
            {errors.roles}
          </p>
        )}
      </fieldset>
      {forBrand && (
        <OrganisationField value={organisationId} onChange={setOrganisationId} error={errors.organisationId} />
      )}
      <SelectField
        label={t('invite.language')}
        value={language}
        onChange={({ currentTarget }) => setLanguage(currentTarget.value)}
        data={languageChoices}
      />
      <label className={classes.add}>
        <input type="checkbox" checked={send} onChange={({ currentTarget }) => setSend(currentTarget.checked)} />
        {t('invite.send')}
      </label>
      <div className={classes.actions}>
        <Button type="submit" variant="primary" loading={busy}>
          {t(send ? 'invite.submit' : 'invite.create')}
        </Button>
        <Button component={Link} to="/people" variant="quiet">
          {t('people.keep')}
        </Button>
      </div>
      <ChangeRefusalNote refusal={refusal} />
    </form>
  );
}
