import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import type { IdentityCheckStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { IconShieldCheck } from '@tabler/icons-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useNamedText } from '../dynamic-text.ts';
import { pathOf } from '../sections.ts';
import type { IdentityCheckViewFragment } from './identity-check.generated';
import classes from './identity-document.module.css';

/** What it is worth counts as well: somebody else's document is of no use, however genuine it is. */
type Stage = IdentityCheckStatus | 'COMPARING' | 'DIFFERS';

function stageOf({ status, comparing, vouches }: IdentityCheckViewFragment): Stage {
  if (status !== 'VERIFIED' || vouches) return status;
  return comparing ? 'COMPARING' : 'DIFFERS';
}

const tones: Readonly<Record<Stage, Tone>> = {
  REQUESTED: 'active',
  OPEN: 'info',
  PROCESSING: 'active',
  NEEDS_INPUT: 'warning',
  COMPARING: 'active',
  VERIFIED: 'positive',
  DIFFERS: 'warning',
  VOID: 'warning',
  CANCELLED: 'neutral',
  FAILED: 'warning',
};

/** What is answered in another section. */
const aboutPerson = ['name', 'birthDate'];

interface ProviderCheckProps {
  /** Null: none was begun. */
  check: IdentityCheckViewFragment | null;
  readOnly: boolean;
  busy: boolean;
  failure: string | null;
  onStart: () => void;
}

/** Somebody else looks at the document, on a page of their own. */
export function ProviderCheck({ check, readOnly, busy, failure, onStart }: ProviderCheckProps) {
  const { t } = useTranslation();
  const text = useNamedText();
  const heading = useId();
  const nameOf = (field: string): string => text(`onboarding.identity.read.${field}`) ?? field;
  const status = check && stageOf(check);
  const startText = {
    REQUESTED: null,
    OPEN: t('onboarding.identity.goOn'),
    PROCESSING: null,
    NEEDS_INPUT: t('onboarding.identity.again'),
    COMPARING: null,
    VERIFIED: null,
    DIFFERS: t('onboarding.identity.again'),
    VOID: t('onboarding.identity.again'),
    CANCELLED: t('onboarding.identity.again'),
    FAILED: t('onboarding.identity.again'),
  };
  const label = status === null ? t('onboarding.identity.start') : startText[status];
  return (
    <section className={classes.card} aria-labelledby={heading}>
      <header className={classes.head}>
        <IconShieldCheck size={24} stroke={1.75} aria-hidden />
        <h2 id={heading} className={classes.name}>
          {t('onboarding.identity.provider')}
        </h2>
        {status !== null && (
          <StatusBadge tone={tones[status]}>{t(`onboarding.identity.status.${status}.name`)}</StatusBadge>
        )}
      </header>
      <div role="status">
        <p>
          {status === null ? t('onboarding.identity.providerText') : t(`onboarding.identity.status.${status}.text`)}
        </p>
        {status === 'DIFFERS' && check !== null && check.unlike.length > 0 && (
          <>
            <p className={classes.problem}>{t('onboarding.identity.unlike')}</p>
            <ul>
              {check.unlike.map((field) => (
                <li key={field}>
                  {aboutPerson.includes(field) ? <Link to={pathOf('PERSON')}>{nameOf(field)}</Link> : nameOf(field)}
                </li>
              ))}
            </ul>
          </>
        )}
        {status === 'NEEDS_INPUT' && (
          <p className={classes.problem}>
            {text(`onboarding.identity.reason.${check?.problem}`, 'onboarding.identity.reason.other')}
          </p>
        )}
      </div>
      <FormAlert>{failure}</FormAlert>
      {!readOnly && label !== null && (
        <div>
          <Button variant="primary" loading={busy} onClick={onStart}>
            {label}
          </Button>
        </div>
      )}
    </section>
  );
}
