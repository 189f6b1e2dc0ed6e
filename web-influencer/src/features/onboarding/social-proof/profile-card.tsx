import type { SocialProfileStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { hasCode } from '@influencegen/shared-schema/client/errors';
import { socialPlatformNames } from '@influencegen/shared-schema/contract/social-handle';
import { Button } from '@influencegen/shared-schema/ui/button';
import { ConfirmButton } from '@influencegen/shared-schema/ui/confirm-button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconExternalLink } from '@tabler/icons-react';
import { useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../dynamic-text.ts';
import { useAttempt, type Failure } from '../use-attempt.ts';
import { CopyCode } from './copy-code.tsx';
import { PlatformIcon } from './platform-icon.tsx';
import type { SocialProfileViewFragment } from './social-profiles.generated';
import classes from './social-profiles.module.css';
import { useProfileMoves } from './use-social-profiles.ts';

const tones: Readonly<Record<SocialProfileStatus, Tone>> = {
  UNPROVEN: 'warning',
  CHECKING: 'active',
  WITH_STAFF: 'info',
  VERIFIED: 'positive',
};

interface ProfileCardProps {
  profile: SocialProfileViewFragment;
  now: Date;
  readOnly: boolean;
  /** It has just been added: its steps come next. */
  focused: boolean;
  onRemoved: () => void;
  /** It is not as it is shown here. */
  onOutdated: () => void;
}

/** One profile: whose it is, or what shows it. */
export function ProfileCard({ profile, now, readOnly, focused, onRemoved, onOutdated }: ProfileCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problemText = useProblemText();
  const { platform, handle, url, status, problem, verifiedAt, staffLookUntil } = profile;
  const name = socialPlatformNames[platform];
  const { remove } = useProfileMoves();
  const { busy, failure, run } = useAttempt();
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    if (focused) heading.current?.focus();
  }, [focused]);

  /** Another device may have been quicker: then what is shown is read again. */
  const attempt = (move: string, work: () => Promise<Failure>): void =>
    void run(move, async () => {
      try {
        return await work();
      } catch (error) {
        if (hasCode(error, 'CONFLICT') || hasCode(error, 'NOT_FOUND')) onOutdated();
        throw error;
      }
    });

  return (
    <article className={classes.card} aria-labelledby={id}>
      <header className={classes.head}>
        <PlatformIcon platform={platform} size={28} />
        <h2 ref={heading} id={id} tabIndex={-1} className={classes.name}>
          {name}{' '}
          <a href={url} target="_blank" rel="noopener noreferrer">
            {handle}
          </a>
        </h2>
        <StatusBadge tone={tones[status]}>{t(`onboarding.social.status.${status}`)}</StatusBadge>
      </header>
      <div role="status" className={classes.standing}>
        {status === 'CHECKING' && t('onboarding.social.checking', { platform: name })}
        {status === 'WITH_STAFF' &&
          staffLookUntil !== null &&
          t('onboarding.social.withStaff', { date: format.date(staffLookUntil) })}
        {status === 'VERIFIED' &&
          verifiedAt !== null &&
          t('onboarding.social.verified', { date: format.date(verifiedAt) })}
        {status === 'UNPROVEN' && problem !== null && <p className={classes.problem}>{problemText(problem)}</p>}
      </div>
      {status === 'WITH_STAFF' && <CopyCode code={profile.code} />}
      {!readOnly && status === 'UNPROVEN' && (
        <Ways profile={profile} expired={new Date(profile.codeExpiresAt) <= now} busy={busy} attempt={attempt} />
      )}
      <FormAlert>{failure}</FormAlert>
      {!readOnly && (
        // What was shown already would have to be shown again.
        <footer className={classes.actions}>
          <ConfirmButton
            label={t('onboarding.social.remove')}
            aria-label={t('onboarding.social.removeOf', { what: `${name} ${handle}` })}
            variant="quiet"
            confirm={t('onboarding.social.removeSure')}
            keep={t('onboarding.social.keep')}
            danger
            busy={busy === 'remove'}
            onConfirm={() =>
              attempt('remove', async () => {
                const refused = await remove(profile.id);
                if (refused === null) onRemoved();
                return refused;
              })
            }
          />
        </footer>
      )}
    </article>
  );
}

interface WaysProps {
  profile: SocialProfileViewFragment;
  expired: boolean;
  busy: string | null;
  attempt: (move: string, work: () => Promise<Failure>) => void;
}

/** How it can be shown whose profile it is, the quickest first. */
function Ways({ profile: { id, platform, url, methods, code, codeExpiresAt }, expired, busy, attempt }: WaysProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { check, askStaff, renew, signIn } = useProfileMoves();
  const name = socialPlatformNames[platform];
  const [bySignIn, byPage] = [methods.includes('OAUTH'), methods.includes('PAGE')];
  return (
    <>
      {bySignIn && (
        <div className={classes.way}>
          <Button variant="primary" loading={busy === 'signIn'} onClick={() => attempt('signIn', () => signIn(id))}>
            {t('onboarding.social.signIn', { platform: name })}
          </Button>
          <p className={classes.quiet}>{t('onboarding.social.signInText', { platform: name })}</p>
          <p className={classes.or}>{t('onboarding.social.or')}</p>
        </div>
      )}
      {expired ? (
        <div className={classes.way}>
          <p>{t('onboarding.social.codeExpired')}</p>
          <Button
            variant={bySignIn ? 'secondary' : 'primary'}
            loading={busy === 'renew'}
            onClick={() => attempt('renew', () => renew(id))}
          >
            {t('onboarding.social.renew')}
          </Button>
        </div>
      ) : (
        <>
          <ol className={classes.steps}>
            <li>
              {t('onboarding.social.copyStep')}
              <CopyCode code={code} />
            </li>
            <li>
              {t(`onboarding.social.where.${platform}`)}{' '}
              <a href={url} target="_blank" rel="noopener noreferrer" className={classes.open}>
                {t('onboarding.social.open', { platform: name })} <IconExternalLink size={14} aria-hidden />
              </a>
            </li>
            <li>{t(byPage ? 'onboarding.social.pageStep' : 'onboarding.social.staffStep', { platform: name })}</li>
          </ol>
          <div className={classes.actions}>
            {byPage && (
              <Button
                variant={bySignIn ? 'secondary' : 'primary'}
                loading={busy === 'check'}
                onClick={() => attempt('check', () => check(id))}
              >
                {t('onboarding.social.isThere')}
              </Button>
            )}
            <Button
              variant={byPage ? 'quiet' : bySignIn ? 'secondary' : 'primary'}
              loading={busy === 'askStaff'}
              onClick={() => attempt('askStaff', () => askStaff(id))}
            >
              {t(byPage ? 'onboarding.social.askStaff' : 'onboarding.social.isThere')}
            </Button>
          </div>
          <p className={classes.quiet}>
            {byPage && `${t('onboarding.social.askStaffText')} `}
            {t('onboarding.social.goodUntil', { date: format.dateTime(codeExpiresAt) })}
          </p>
        </>
      )}
    </>
  );
}
