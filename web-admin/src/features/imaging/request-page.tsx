import { useSuspenseQuery } from '@apollo/client/react';
import { useReadAgain } from '@influencegen/shared-schema/client/connection';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { useTranslation } from 'react-i18next';
import { useLocation, useParams } from 'react-router';
import { RequestHistory } from './request-history';
import { RequestPageDocument, RequestPageUpdatesDocument } from './request-page.generated';
import classes from './request-page.module.css';
import { RequestPageSkeleton } from './request-page-skeleton';
import { RequestParameters } from './request-parameters';
import { RequestPictures } from './request-pictures';
import { RequestSummary } from './request-summary';

export function RequestPage() {
  const { t } = useTranslation();
  const { id = '' } = useParams();
  const { search } = useLocation();
  return (
    <PageBoundary
      key={id}
      skeleton={<RequestPageSkeleton />}
      list={{ to: { pathname: '/requests', search }, name: t('nav.requests') }}
    >
      <Request id={id} />
    </PageBoundary>
  );
}

function Request({ id }: { id: string }) {
  const { data } = useSuspenseQuery(RequestPageDocument, {
    variables: { id },
    fetchPolicy: 'cache-and-network',
  });
  useListening(RequestPageUpdatesDocument, { variables: { id } });
  useReadAgain(RequestPageDocument, { id });
  const request = data.imageRequest;

  return (
    <article className={classes.page}>
      <RequestSummary request={request} />
      <div className={classes.columns}>
        <div className={classes.main}>
          <RequestPictures request={request} />
          <RequestParameters request={request} />
        </div>
        <RequestHistory request={request} />
      </div>
    </article>
  );
}
