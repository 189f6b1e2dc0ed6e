import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useRoleName } from '../../ui/use-role-name';
import { ChangeRefusalNote } from './change-refusal';
import { OrganisationField } from './organisation-field';
import {
  ChangeAccountEmailDocument,
  ChangeAccountPhoneDocument,
  CorrectInvitationDocument,
  MoveAccountDocument,
  PersonContact_accountFragmentDoc,
  type PersonContact_accountFragment,
} from './person-contact.generated';
import classes from './person-page.module.css';
import { useChange, type ChangeRefusal } from './use-change';

/** How the person is reached, and for whom they work. */
export function PersonContact({ account: from }: { account: FragmentType<PersonContact_accountFragment> }) {
  const { t } = useTranslation();
  const { data: account, complete } = useFragment({ fragment: PersonContact_accountFragmentDoc, from });
  const [open, setOpen] = useState<'phone' | 'email' | 'invitation' | 'move' | 'leave' | null>(null);
  const [sent, setSent] = useState<'email' | 'invitation' | null>(null);
  if (!complete) return null;
  const { id, phone, organisation, roles, viewerMoves } = account;
  const bound = roles.filter(({ audience }) => audience === 'BRAND').map(({ name }) => name);
  const mayMove = viewerMoves.includes('MOVE') && bound.length > 0;
  const mayLeave = viewerMoves.includes('MOVE') && bound.length === 0 && organisation !== null;
  const addressOf = (['email', 'invitation'] as const).find((which) => viewerMoves.includes(movesOfAddress[which]));
  if (!viewerMoves.includes('EDIT') && !addressOf && !mayMove && !mayLeave) return null;
  const close = (): void => setOpen(null);

  return (
    <section className={classes.section} aria-labelledby="contact">
      <h2 id="contact">{t('people.contact.title')}</h2>
      <div className={classes.actions}>
        {viewerMoves.includes('EDIT') && (
          <Button onClick={() => setOpen('phone')}>{t('people.contact.changePhone')}</Button>
        )}
        {addressOf && (
          <Button
            onClick={() => {
              setSent(null);
              setOpen(addressOf);
            }}
          >
            {t(`people.contact.${addressOf}.action`)}
          </Button>
        )}
        {mayMove && <Button onClick={() => setOpen('move')}>{t('people.contact.move')}</Button>}
        {mayLeave && <Button onClick={() => setOpen('leave')}>{t('people.contact.leave.action')}</Button>}
      </div>
      <p role="status" className={classes.muted}>
        {sent && t(`people.contact.${sent}.sent`)}
      </p>
      {open === 'phone' && (
        <Panel title={t('people.contact.phoneTitle')} onClose={close}>
          <PhoneForm id={id} removable={phone !== null} onDone={close} />
        </Panel>
      )}
      {(open === 'email' || open === 'invitation') && (
        <Panel title={t(`people.contact.${open}.title`)} onClose={close}>
          <EmailForm
            id={id}
            of={open}
            onDone={() => {
              setSent(open);
              close();
            }}
          />
        </Panel>
      )}
      {open === 'move' && (
        <Panel title={t('people.contact.moveTitle')} onClose={close}>
          <MoveForm id={id} from={organisation?.id ?? null} bound={bound} onDone={close} />
        </Panel>
      )}
      {open === 'leave' && organisation && (
        <Panel title={t('people.contact.leave.title')} onClose={close}>
          <LeaveForm id={id} from={organisation} onDone={close} />
        </Panel>
      )}
    </section>
  );
}

/** Where the account has an owner, they confirm another address; before that, only the invitation goes elsewhere. */
const movesOfAddress = { email: 'CHANGE_EMAIL', invitation: 'CORRECT_INVITATION' } as const;
const changeOfAddress = { email: ChangeAccountEmailDocument, invitation: CorrectInvitationDocument };

interface ContactFormProps {
  id: string;
  onDone: () => void;
}

function PhoneForm({ id, removable, onDone }: ContactFormProps & { removable: boolean }) {
  const { t } = useTranslation(['app', 'ui']);
  const { busy, refusal, change } = useChange();
  const fieldProblem = useFieldProblem();
  const [phone, setPhone] = useState('');
  const [missing, setMissing] = useState(false);
  const wrong = fieldProblem(refusal);

  const save = async (name: string, value: string): Promise<void> => {
    if (await change(name, ChangeAccountPhoneDocument, { id, phone: value })) onDone();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setMissing(true);
    if (phone.trim() !== '' && busy === null) void save('save', phone);
  };

  return (
    <form className={`${classes.form} ${classes.inPanel}`} noValidate onSubmit={submit}>
      <TextField
        autoFocus
        type="tel"
        autoComplete="off"
        label={t('people.contact.newPhone')}
        description={t('people.contact.phoneHint')}
        value={phone}
        maxLength={40}
        error={missing && phone.trim() === '' ? t('ui:field.REQUIRED') : wrong}
        onChange={({ currentTarget }) => setPhone(currentTarget.value)}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="primary" loading={busy === 'save'}>
          {t('people.save')}
        </Button>
        {removable && (
          <Button variant="quiet" loading={busy === 'remove'} onClick={() => void save('remove', '')}>
            {t('people.contact.removePhone')}
          </Button>
        )}
      </div>
      <ChangeRefusalNote refusal={wrong === undefined ? refusal : null} />
    </form>
  );
}

function EmailForm({ id, of, onDone }: ContactFormProps & { of: keyof typeof movesOfAddress }) {
  const { t } = useTranslation(['app', 'ui']);
  const { busy, refusal, change } = useChange();
  const fieldProblem = useFieldProblem();
  const [email, setEmail] = useState('');
  const [tried, setTried] = useState(false);
  const wrong = fieldProblem(refusal);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (!email.includes('@') || busy !== null) return;
    if (await change('email', changeOfAddress[of], { id, email })) onDone();
  };

  return (
    <form className={`${classes.form} ${classes.inPanel}`} noValidate onSubmit={(event) => void submit(event)}>
      <TextField
        autoFocus
        type="email"
        autoComplete="off"
        label={t('people.contact.newEmail')}
        description={t(`people.contact.${of}.hint`)}
        value={email}
        maxLength={254}
        error={tried && !email.includes('@') ? t('ui:field.email') : wrong}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <div>
        <Button type="submit" variant="primary" loading={busy !== null}>
          {t(`people.contact.${of}.send`)}
        </Button>
      </div>
      <ChangeRefusalNote refusal={wrong === undefined ? refusal : null} />
    </form>
  );
}

interface MoveFormProps extends ContactFormProps {
  from: string | null;
  /** Roles that mean nothing without an organisation. */
  bound: readonly string[];
}

function MoveForm({ id, from, bound, onDone }: MoveFormProps) {
  const { t, i18n } = useTranslation(['app', 'ui']);
  const roleName = useRoleName();
  const { busy, refusal, change } = useChange();
  const fieldProblem = useFieldProblem();
  const [organisationId, setOrganisationId] = useState(from ?? '');
  const [tried, setTried] = useState(false);
  const wrong = fieldProblem(refusal);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    if (organisationId === '' || busy !== null) return;
    if (await change('move', MoveAccountDocument, { id, from, organisationId })) onDone();
  };

  return (
    <form className={`${classes.form} ${classes.inPanel}`} noValidate onSubmit={(event) => void submit(event)}>
      <p className={classes.muted}>{t('people.contact.moveHint')}</p>
      <OrganisationField
        value={organisationId}
        onChange={setOrganisationId}
        error={tried && organisationId === '' ? t('ui:field.REQUIRED') : wrong}
      />
      <p className={classes.muted}>
        {t('people.contact.leave.first', {
          count: bound.length,
          roles: new Intl.ListFormat(i18n.language).format(bound.map(roleName)),
        })}
      </p>
      <div>
        <Button type="submit" variant="primary" loading={busy !== null}>
          {t('people.save')}
        </Button>
      </div>
      <ChangeRefusalNote refusal={wrong === undefined ? refusal : null} />
    </form>
  );
}

function LeaveForm({ id, from, onDone }: ContactFormProps & { from: { id: string; name: string } }) {
  const { t } = useTranslation();
  const { busy, refusal, change } = useChange();

  const leave = async (): Promise<void> => {
    if (await change('leave', MoveAccountDocument, { id, from: from.id, organisationId: null })) onDone();
  };

  return (
    <div className={`${classes.form} ${classes.inPanel}`}>
      <p>{t('people.contact.leave.what', { organisation: from.name })}</p>
      <p className={classes.muted}>{t('people.contact.leave.hint')}</p>
      <div>
        <Button variant="primary" loading={busy !== null} onClick={() => void leave()}>
          {t('people.contact.leave.confirm')}
        </Button>
      </div>
      <ChangeRefusalNote refusal={refusal} />
    </div>
  );
}

/** What is wrong with the only field of a form. */
function useFieldProblem(): (refusal: ChangeRefusal | null) => string | undefined {
  const { t } = useTranslation('ui');
  return (refusal) => {
    const [found] = refusal?.kind === 'problem' ? refusal.fields : [];
    return found && t(`field.${found.code}`, { bound: found.bound });
  };
}
