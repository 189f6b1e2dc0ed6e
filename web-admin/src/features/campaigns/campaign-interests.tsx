import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { MorePages } from '../../ui/more-pages';
import { CampaignInterestsDocument } from './campaign-interests.generated';
import classes from './campaign-page.module.css';

interface CampaignInterestsProps {
  campaignId: string;
  /** Whether the pages of people are open to the reader. */
  mayReadPeople: boolean;
}

/** Who would like to take part. */
export function CampaignInterests({ campaignId, mayReadPeople }: CampaignInterestsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const pages = useCursorPages(
    CampaignInterestsDocument,
    { campaignId },
    ({ campaignInterests: { nodes: all, pageInfo } }) => ({
      nodes: all.map((interest) => ({ ...interest, id: interest.accountId })),
      pageInfo,
    }),
  );
  const { nodes } = pages;
  if (nodes.length === 0) return <p className={classes.quiet}>{t('campaigns.nobody')}</p>;
  return (
    <>
      <ul className={classes.people}>
        {nodes.map(({ id, displayName, createdAt }) => (
          <li key={id}>
            {mayReadPeople ? (
              <Link to={`/people/${id}`}>
                <bdi>{displayName}</bdi>
              </Link>
            ) : (
              <bdi>{displayName}</bdi>
            )}
            <time dateTime={createdAt} className={classes.quiet}>
              {format.dateTime(createdAt)}
            </time>
          </li>
        ))}
      </ul>
      <MorePages of={pages} />
    </>
  );
}
