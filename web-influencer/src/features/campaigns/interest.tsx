import { useMutation } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { IconCircleCheckFilled, IconHeart } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import {
  DiscoverShowInterestDocument,
  DiscoverWithdrawInterestDocument,
  type InterestStateFragment,
} from './campaign-page.generated';
import { closedFor } from './closed-for.ts';
import classes from './interest.module.css';
import { Until } from './until.tsx';

/** Tells the agency, or takes that back, and says what comes of it. */
export function Interest({ campaign }: { campaign: InterestStateFragment }) {
  const { t } = useTranslation(['app', 'ui']);
  const [show, shown] = useMutation(DiscoverShowInterestDocument, { onError: () => undefined });
  const [withdraw, withdrawn] = useMutation(DiscoverWithdrawInterestDocument, { onError: () => undefined });
  const variables = { campaignId: campaign.id };
  const { interested } = campaign;
  // It may close while this page is open.
  const closed = shown.data?.showInterest.__typename === 'CampaignClosed' ? 'LATE' : closedFor(campaign);
  const error = interested ? withdrawn.error : shown.error;
  return (
    <>
      <section className={classes.next} aria-labelledby="interest-title">
        <h2 id="interest-title" className={classes.title}>
          {t('discover.interest.title')}
        </h2>
        <p role="status">
          {closed === null
            ? t(interested ? 'discover.interest.after' : 'discover.interest.text')
            : t(`discover.closed.${closed}`)}
        </p>
      </section>
      {(interested || closed === null) && (
        <div className={classes.action}>
          <p role="status" className={classes.state}>
            {interested ? (
              <strong>
                <IconCircleCheckFilled size={18} aria-hidden /> {t('discover.interest.shown')}
              </strong>
            ) : (
              <>
                {t('discover.facts.until')} <Until day={campaign.interestUntil} />
              </>
            )}
          </p>
          <FormAlert>{error && t(`ui:problem.${problemOf(error)}`)}</FormAlert>
          {interested ? (
            <Button loading={withdrawn.loading} onClick={() => void withdraw({ variables })}>
              {t('discover.interest.withdraw')}
            </Button>
          ) : (
            <Button
              variant="primary"
              loading={shown.loading}
              leftSection={<IconHeart size={18} aria-hidden />}
              onClick={() => void show({ variables })}
            >
              {t('discover.interest.show')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
