import { fieldProblems } from '@influencegen/shared-schema/client/errors';
import {
  checkSocialProfile,
  socialPlatformNames,
  socialPlatforms,
  type SocialPlatform,
} from '@influencegen/shared-schema/contract/social-handle';
import { Button } from '@influencegen/shared-schema/ui/button';
import { TextField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { useId, useRef, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../dynamic-text.ts';
import { useAttempt } from '../use-attempt.ts';
import { PlatformIcon } from './platform-icon.tsx';
import classes from './social-profiles.module.css';
import { useProfileMoves } from './use-social-profiles.ts';

/** The platform that a pasted link belongs to. A bare name could be on any. */
function platformOf(text: string): SocialPlatform | undefined {
  const fitting = socialPlatforms.filter((platform) => 'value' in checkSocialProfile(platform, text));
  return fitting.length === 1 && /[./]/.test(text) ? fitting[0] : undefined;
}

interface AddProfileProps {
  onAdded: (id: string) => void;
  /** Null: there is nothing else to see. */
  onCancel: (() => void) | null;
}

export function AddProfile({ onAdded, onCancel }: AddProfileProps) {
  const { t } = useTranslation(['app', 'ui']);
  const problemText = useProblemText();
  const { add } = useProfileMoves();
  const { busy, failure, run } = useAttempt();
  const [platform, setPlatform] = useState<SocialPlatform | null>(null);
  const [text, setText] = useState('');
  /** What is wrong is said once the field was left, and from then on with each letter. */
  const [left, setLeft] = useState(false);
  const [unchosen, setUnchosen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const first = useRef<HTMLInputElement>(null);
  const error = useId();

  const checked = platform && text.trim() !== '' ? checkSocialProfile(platform, text) : null;
  const problem = checked && 'problem' in checked ? checked.problem : null;

  const type = (typed: string): void => {
    setText(typed);
    const found = platformOf(typed);
    if (found) {
      setPlatform(found);
      setUnchosen(false);
    }
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setLeft(true);
    setUnchosen(platform === null);
    if (platform === null) return first.current?.focus();
    if (!checked || problem !== null) return field.current?.focus();
    void run('add', async () => {
      try {
        const outcome = await add(platform, text);
        if ('failure' in outcome) return outcome.failure;
        onAdded(outcome.added);
        return null;
      } catch (refused) {
        const most = fieldProblems(refused).find(({ code }) => code === 'TOO_LARGE')?.bound;
        if (most === undefined) throw refused;
        return t('onboarding.social.tooMany', { count: most });
      }
    });
  };

  return (
    <form className={classes.add} onSubmit={submit} noValidate aria-label={t('onboarding.social.add')}>
      <fieldset className={classes.platforms} aria-describedby={error}>
        <legend>{t('onboarding.social.platform')}</legend>
        <div className={classes.choices}>
          {socialPlatforms.map((each, position) => (
            <label key={each} className={classes.platform}>
              <input
                ref={position === 0 ? first : undefined}
                type="radio"
                name="platform"
                value={each}
                checked={platform === each}
                onChange={() => {
                  setPlatform(each);
                  setUnchosen(false);
                }}
              />
              <PlatformIcon platform={each} size={20} />
              {socialPlatformNames[each]}
            </label>
          ))}
        </div>
        <p id={error} className={classes.wrong}>
          {unchosen && t('onboarding.social.choosePlatform')}
        </p>
      </fieldset>
      <TextField
        ref={field}
        name="profile"
        label={t('onboarding.social.profile')}
        description={t('onboarding.social.profileHint')}
        inputMode="url"
        autoCapitalize="none"
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        value={text}
        error={left && (problem !== null ? problemText(problem) : text.trim() === '' && problemText('REQUIRED'))}
        onChange={({ currentTarget }) => type(currentTarget.value)}
        onBlur={() => setLeft(text.trim() !== '')}
      />
      <p className={classes.found} aria-live="polite">
        {checked && 'value' in checked && t('onboarding.social.found', { url: checked.value.url })}
      </p>
      <FormAlert>{failure}</FormAlert>
      <div className={classes.actions}>
        <Button type="submit" variant="primary" loading={busy !== null}>
          {t('onboarding.social.add')}
        </Button>
        {onCancel && (
          <Button variant="quiet" onClick={onCancel}>
            {t('ui:cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
