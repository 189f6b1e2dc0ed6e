import { useSuspenseQuery } from '@apollo/client/react';
import { useReadAgain } from '@influencegen/shared-schema/client/connection';
import { Button } from '@influencegen/shared-schema/ui/button';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { isEditable } from './campaign-draft';
import { CampaignFacts } from './campaign-facts';
import { CampaignInterests } from './campaign-interests';
import { CampaignMoves } from './campaign-moves';
import { CampaignPageDocument } from './campaign-page.generated';
import classes from './campaign-page.module.css';
import { CampaignStatusBadge } from './campaign-status';

interface CampaignDetailsProps {
  id: string;
  mayManage: boolean;
  mayReadPeople: boolean;
  mayReadTrail: boolean;
}

/** A campaign as creators read it, what can be done with it, and who would like to take part. */
export function CampaignDetails({ id, mayManage, mayReadPeople, mayReadTrail }: CampaignDetailsProps) {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(CampaignPageDocument, { variables: { id }, fetchPolicy: 'cache-and-network' });
  useReadAgain(CampaignPageDocument, { id });
  const { campaign } = data;
  if (!campaign) return <NotFound />;
  const { name, brand, status, summary, brief, content, interestCount, publishedAt } = campaign;
  return (
    <article className={classes.page}>
      <div className={classes.summary}>
        <BackLink to="/campaigns">{t('campaigns.title')}</BackLink>
        <PageHeader title={name} />
        <p className={classes.about}>
          <CampaignStatusBadge status={status} />
          <bdi>{brand}</bdi>
          {interestCount !== null && publishedAt !== null && (
            <span>{t('campaigns.count', { count: interestCount })}</span>
          )}
          {mayReadTrail && <Link to={`/audit?type=campaign&record=${id}`}>{t('people.trail')}</Link>}
        </p>
        <CampaignMoves campaign={campaign}>
          {mayManage && isEditable(status) && (
            <Button component={Link} to={`/campaigns/${id}/edit`} leftSection={<IconPencil size={16} aria-hidden />}>
              {t('campaigns.edit')}
            </Button>
          )}
        </CampaignMoves>
      </div>
      <div className={classes.columns}>
        <div className={classes.main}>
          <p className={classes.lead}>{summary}</p>
          <section aria-labelledby="brief">
            <h2 id="brief">{t('campaigns.field.brief')}</h2>
            <p className={classes.text}>{brief}</p>
          </section>
          <section aria-labelledby="content">
            <h2 id="content">{t('campaigns.field.content')}</h2>
            <p className={classes.text}>{content}</p>
          </section>
          {mayManage && publishedAt !== null && (
            <section aria-labelledby="interested">
              <h2 id="interested">{t('campaigns.interestedCreators')}</h2>
              <PageBoundary
                skeleton={
                  <Skeleton>
                    <Lines count={3} height="1.5rem" />
                  </Skeleton>
                }
              >
                <CampaignInterests campaignId={id} mayReadPeople={mayReadPeople} />
              </PageBoundary>
            </section>
          )}
        </div>
        <CampaignFacts campaign={campaign} />
      </div>
    </article>
  );
}
