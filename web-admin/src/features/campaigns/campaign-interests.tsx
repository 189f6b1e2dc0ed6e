import { useSuspenseQuery } from '@apollo/client/react';
import { useReconnected } from '@influencegen/shared-schema/client/connection';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState, useTransition } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProblemText } from '../../ui/use-problem-text';
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
  const problemText = useProblemText();
  const { data, fetchMore, refetch } = useSuspenseQuery(CampaignInterestsDocument, {
    variables: { campaignId },
    fetchPolicy: 'cache-and-network',
  });
  const [loading, startLoading] = useTransition();
  const [problem, setProblem] = useState<Problem | null>(null);
  const { nodes, pageInfo } = data.campaignInterests;
  useReconnected(() => void refetch().catch(() => undefined));

  const loadMore = (): void =>
    startLoading(async () => {
      setProblem(null);
      try {
        await fetchMore({ variables: { after: pageInfo.endCursor } });
      } catch (error) {
        setProblem(problemOf(error));
      }
    });
  if (nodes.length === 0) return <p className={classes.quiet}>{t('campaigns.nobody')}</p>;
  return (
    <>
      <ul className={classes.people}>
        {nodes.map(({ accountId, displayName, createdAt }) => (
          <li key={accountId}>
            {mayReadPeople ? (
              <Link to={`/people/${accountId}`}>
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
      {problem && <p role="alert">{problemText(problem)}</p>}
      {pageInfo.hasNextPage && (
        <div>
          <Button loading={loading} onClick={loadMore}>
            {t('requests.loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}
