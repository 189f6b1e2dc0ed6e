import '@mantine/core/styles/VisuallyHidden.layer.css';
import { VisuallyHidden } from '@mantine/core';
import type { FitReasonKind } from '@influencegen/shared-schema/contract/schema.generated';
import { StatusBadge } from '@influencegen/shared-schema/ui/status-badge';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './fit.module.css';
import { useCampaignWords, type CampaignFacts } from './use-campaign-words.ts';

type Fit = NonNullable<CampaignFacts['fit']>;

/** In a word. */
export function FitBadge({ fit: { suits, reasons } }: { fit: Fit }) {
  const { t } = useTranslation();
  if (suits) return <StatusBadge tone="positive">{t('discover.fit.suits')}</StatusBadge>;
  const inPart = reasons.some(({ met }) => met);
  return (
    <StatusBadge tone={inPart ? 'warning' : 'neutral'}>{t(`discover.fit.${inPart ? 'inPart' : 'not'}`)}</StatusBadge>
  );
}

interface FitProps {
  campaign: CampaignFacts;
  fit: Fit;
}

/** Why it fits or does not, short enough for a card. */
export function FitReasons({ campaign, fit: { reasons } }: FitProps) {
  const { t } = useTranslation();
  const words = useCampaignWords();
  if (reasons.length === 0) return null;
  return (
    <ul className={classes.reasons} aria-label={t('discover.fit.why')}>
      {reasons.map(({ kind, met }) => (
        <li key={kind} className={classes.reason} data-met={met}>
          <Mark met={met} />
          {met
            ? t(`discover.fit.${kind}.short`)
            : t(`discover.fit.${kind}.wants`, { wanted: words.wanted(campaign, kind) })}
        </li>
      ))}
    </ul>
  );
}

/** Where somebody says what is not known of them, or not so. */
const leadTo: Readonly<Record<FitReasonKind, string>> = {
  NICHE: '/onboarding/niches',
  PLATFORM: '/onboarding/social-profiles',
  COUNTRY: '/onboarding/address',
  FOLLOWERS: '/onboarding/audience',
};

/** Each reason in a sentence, and what can be done about the ones that are not met. */
export function FitSection({ campaign, fit }: FitProps) {
  const { t } = useTranslation();
  const words = useCampaignWords();
  const { suits, reasons } = fit;
  return (
    <section className={classes.section} aria-labelledby="fit-title">
      <div className={classes.head}>
        <h2 id="fit-title" className={classes.title}>
          {t('discover.fit.title')}
        </h2>
        <FitBadge fit={fit} />
      </div>
      {reasons.length === 0 && <p>{t('discover.fit.everybody')}</p>}
      {reasons.length > 0 && (
        <ul className={classes.list}>
          {reasons.map(({ kind, met }) => (
            <li key={kind} className={classes.reason} data-met={met}>
              <Mark met={met} />
              <span>
                {t(`discover.fit.${kind}.${met ? 'met' : 'unmet'}`, { wanted: words.wanted(campaign, kind) })}
                {!met && (
                  <Link to={leadTo[kind]} className={classes.todo}>
                    {t(`discover.fit.${kind}.todo`)}
                  </Link>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
      {!suits && <p className={classes.muted}>{t('discover.fit.anyway')}</p>}
    </section>
  );
}

function Mark({ met }: { met: boolean }) {
  const { t } = useTranslation();
  const Icon = met ? IconCheck : IconX;
  return (
    <>
      <Icon size={16} stroke={2.25} aria-hidden className={classes.mark} />
      <VisuallyHidden>{t(`discover.fit.${met ? 'fits' : 'fitsNot'}`)}</VisuallyHidden>
    </>
  );
}
