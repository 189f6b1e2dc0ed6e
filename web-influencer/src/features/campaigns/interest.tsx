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
import { daysLeft } from './days-left.ts';
import classes from './interest.module.css';

type Closed = 'LATE' | Exclude<InterestStateFragment['status'], 'DRAFT' | 'IN_REVIEW' | 'PUBLISHED'>;

/** Why nobody can say any more that they are interested; null: they can. */
function closedFor({ status, interestUntil }: InterestStateFragment): Closed | null {
  // What is still being written is shown to nobody here.
  if (status !== 'PUBLISHED' && status !== 'DRAFT' && status !== 'IN_REVIEW') return status;
  return daysLeft(interestUntil, new Date()) < 0 ? 'LATE' : null;
}

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
            {interested && (
              <>
                <IconCircleCheckFilled size={18} aria-hidden /> {t('discover.interest.shown')}
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
