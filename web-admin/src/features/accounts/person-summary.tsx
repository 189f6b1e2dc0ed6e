import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import type { AccountMove } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { isolated } from '@influencegen/shared-schema/ui/i18n';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { Age } from '../../ui/age';
import { Facts } from '../../ui/facts';
import {
  EndAccountSessionsDocument,
  ReactivateAccountDocument,
  ResendInvitationDocument,
  ResetSecondFactorDocument,
  SendPasswordResetDocument,
  UnlockAccountDocument,
} from './account-change.generated';
import { AccountStatusBadge } from './account-status';
import { ChangeRefusalNote } from './change-refusal';
import { ConfirmButton } from '@influencegen/shared-schema/ui/confirm-button';
import { DeactivatePanel } from './deactivate-panel';
import { ImpersonatePanel } from './impersonate-panel';
import { MaskedValue } from './masked-value';
import classes from './person-page.module.css';
import { AccountSessionsDocument } from './person-sessions.generated';
import { PersonSummary_accountFragmentDoc, type PersonSummary_accountFragment } from './person-summary.generated';
import { useChange } from './use-change';
import { useMay } from './use-may';

const shownElsewhere = new Set<AccountMove>(['EDIT', 'CHANGE_EMAIL', 'CORRECT_INVITATION', 'MOVE', 'ASSIGN', 'REVEAL']);

/** Who it is, how they stand, and what can be done about it. */
export function PersonSummary({ account: from }: { account: FragmentType<PersonSummary_accountFragment> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const may = useMay();
  const { busy, refusal, change } = useChange();
  const [looking, setLooking] = useState(false);
  const [deactivating, setDeactivating] = useState(false);
  const { data: account, complete } = useFragment({ fragment: PersonSummary_accountFragmentDoc, from });
  if (!complete) return null;
  const { id, displayName, email, phone, status, deactivation, lockedUntil } = account;
  const { lastSignInAt, viewerMoves, organisation } = account;
  // The API asks again: a creator who is nothing else, and allows it.
  const mayLook =
    may('accounts.impersonate') && status === 'ACTIVE' && account.roles.every(({ audience }) => audience === 'CREATOR');
  const can = (move: (typeof viewerMoves)[number]): boolean => viewerMoves.includes(move);

  return (
    <header className={classes.summary}>
      <BackLink to="/people">{t('nav.people')}</BackLink>
      <PageHeader title={displayName} />
      <Facts
        facts={[
          [t('people.column.state'), <AccountStatusBadge key="s" status={status} locked={lockedUntil !== null} />],
          [
            t('people.column.email'),
            <MaskedValue key="email" accountId={id} field="EMAIL" value={email} revealable={can('REVEAL')} />,
          ],
          phone !== null && [
            t('people.phone'),
            <MaskedValue key="phone" accountId={id} field="PHONE" value={phone} revealable={can('REVEAL')} />,
          ],
          organisation !== null && [t('people.organisation'), organisation.name],
          lockedUntil !== null && [t('people.lockedUntil'), format.dateTime(lockedUntil)],
          [t('people.column.factor'), account.hasSecondFactor ? t('people.secondFactor') : t('people.noSecondFactor')],
          [
            t('people.column.lastSignIn'),
            lastSignInAt === null ? t('people.never') : <Age key="last" at={lastSignInAt} />,
          ],
          [t('people.column.created'), <Age key="created" at={account.createdAt} />],
          may('imaging.monitor') && [
            t('nav.imaging'),
            <Link key="requests" to={`/requests?person=${id}`}>
              {t('nav.requests')}
            </Link>,
          ],
          may('audit.read') && [
            t('people.history'),
            <Link key="audit" to={`/audit?type=account&record=${id}`}>
              {t('people.trail')}
            </Link>,
          ],
        ]}
      />
      {deactivation !== null && (
        <div className={classes.why}>
          <h2>{t('people.deactivated')}</h2>
          <p>{deactivation.reason}</p>
          <p className={classes.muted}>
            {[
              deactivation.deactivatedBy && isolated(deactivation.deactivatedBy.displayName),
              format.dateTime(deactivation.at),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
        </div>
      )}
      {deactivating && <DeactivatePanel account={account} onClose={() => setDeactivating(false)} />}
      {looking && <ImpersonatePanel account={account} onClose={() => setLooking(false)} />}
      {(mayLook || viewerMoves.some((move) => !shownElsewhere.has(move))) && (
        <div className={classes.actions}>
          {mayLook && <Button onClick={() => setLooking(true)}>{t('impersonate.action')}</Button>}
          {can('UNLOCK') && (
            <Button loading={busy === 'unlock'} onClick={() => void change('unlock', UnlockAccountDocument, { id })}>
              {t('people.action.unlock')}
            </Button>
          )}
          {can('RESEND_INVITATION') && (
            <Button loading={busy === 'resend'} onClick={() => void change('resend', ResendInvitationDocument, { id })}>
              {t('people.action.resend')}
            </Button>
          )}
          {can('SEND_PASSWORD_RESET') && (
            <Button loading={busy === 'reset'} onClick={() => void change('reset', SendPasswordResetDocument, { id })}>
              {t('people.action.sendPasswordReset')}
            </Button>
          )}
          {can('END_SESSIONS') && (
            <ConfirmButton
              label={t('people.action.endSessions')}
              question={t('people.sure.endSessions')}
              confirm={t('people.confirm.endSessions')}
              busy={busy === 'endSessions'}
              onConfirm={() =>
                void change('endSessions', EndAccountSessionsDocument, { id }, [AccountSessionsDocument])
              }
            />
          )}
          {can('RESET_SECOND_FACTOR') && (
            <ConfirmButton
              label={t('people.action.resetSecondFactor')}
              question={t('people.sure.resetSecondFactor')}
              confirm={t('people.confirm.resetSecondFactor')}
              busy={busy === 'factor'}
              onConfirm={() => void change('factor', ResetSecondFactorDocument, { id }, [AccountSessionsDocument])}
            />
          )}
          {can('DEACTIVATE') && (
            <Button variant="danger" onClick={() => setDeactivating(true)}>
              {t('people.action.deactivate')}
            </Button>
          )}
          {can('REACTIVATE') && (
            <Button
              loading={busy === 'reactivate'}
              onClick={() => void change('reactivate', ReactivateAccountDocument, { id })}
            >
              {t('people.action.reactivate')}
            </Button>
          )}
        </div>
      )}
      <ChangeRefusalNote refusal={refusal} />
    </header>
  );
}
