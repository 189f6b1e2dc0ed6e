import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { IconPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddProfile } from './add-profile.tsx';
import { ProfileCard } from './profile-card.tsx';
import classes from './social-profiles.module.css';
import { useSignInReturn } from './use-sign-in-return.ts';
import { useSocialProfiles } from './use-social-profiles.ts';

/** Which profiles a creator has, each with the way to show that it is theirs. */
export function SocialProfiles({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation();
  const { profiles, now, readAgain } = useSocialProfiles();
  const { busy, failure } = useSignInReturn(readAgain);
  const [adding, setAdding] = useState(false);
  /** Where the focus goes: a card that was added, or the list after one was taken away. */
  const [arrival, setArrival] = useState<string | null>(null);
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    if (arrival === 'list') list.current?.focus();
  }, [arrival]);

  return (
    <section ref={list} tabIndex={-1} aria-label={t('onboarding.social.list')} className={classes.profiles}>
      <p role="status" className={classes.quiet}>
        {busy && t('onboarding.social.signingIn')}
      </p>
      <FormAlert>{failure}</FormAlert>
      {profiles.map((profile) => (
        <ProfileCard
          key={profile.id}
          profile={profile}
          now={now}
          readOnly={readOnly}
          focused={arrival === profile.id}
          onRemoved={() => setArrival('list')}
          onOutdated={readAgain}
        />
      ))}
      {readOnly ? null : adding || profiles.length === 0 ? (
        <AddProfile
          onAdded={(id) => {
            setAdding(false);
            setArrival(id);
          }}
          onCancel={profiles.length > 0 ? () => setAdding(false) : null}
        />
      ) : (
        <Button
          className={classes.another}
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => setAdding(true)}
        >
          {t('onboarding.social.another')}
        </Button>
      )}
    </section>
  );
}
