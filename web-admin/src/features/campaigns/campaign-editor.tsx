import { useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { NotFound } from '@influencegen/shared-schema/ui/not-found';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { BackLink } from '../../ui/back-link';
import { isEditable } from './campaign-draft';
import { CampaignForm, type BrandField } from './campaign-form';
import { CampaignPageDocument } from './campaign-page.generated';
import classes from './campaign-page.module.css';

/** Changes a campaign that creators have not seen yet. */
export function CampaignEditor({ id, brandField }: { id: string; brandField: BrandField }) {
  const { t } = useTranslation();
  // Not what a list brought some time ago: the revision that is changed has to be the one of now.
  const { data } = useSuspenseQuery(CampaignPageDocument, { variables: { id }, fetchPolicy: 'network-only' });
  const { campaign } = data;
  if (!campaign) return <NotFound />;
  const { name, status } = campaign;
  return (
    <>
      <div className={classes.summary}>
        <BackLink to={`/campaigns/${id}`}>{name}</BackLink>
        <PageHeader title={t('campaigns.editTitle')} />
      </div>
      {isEditable(status) ? (
        <CampaignForm campaign={campaign} brandField={brandField} />
      ) : (
        <EmptyState
          title={t('campaigns.notEditable')}
          action={
            <Button component={Link} to={`/campaigns/${id}`}>
              {t('campaigns.open')}
            </Button>
          }
        >
          {t('campaigns.notEditableText')}
        </EmptyState>
      )}
    </>
  );
}
