import type { FragmentType } from '@apollo/client';
import type { ImageRequestStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './recent-pictures.module.css';
import type { RequestThumbnail_requestFragment } from './request-thumbnail.generated';
import { RequestThumbnail } from './request-thumbnail.tsx';
import { isOpen } from './request-status.ts';

const mostShown = 6;

export interface RecentRequest extends FragmentType<RequestThumbnail_requestFragment> {
  id: string;
  status: ImageRequestStatus;
  images: readonly { id: string }[];
}

/** The newest that became of what was asked for, and what is becoming of it right now. */
export const withPictures = (requests: readonly RecentRequest[]): RecentRequest[] =>
  requests.filter(({ status, images }) => images.length > 0 || isOpen(status)).slice(0, mostShown);

export function RecentPictures({ requests }: { requests: readonly RecentRequest[] }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.grid} aria-label={t('home.recent')}>
      {requests.map((request) => (
        <li key={request.id}>
          <Link to={`/studio?request=${request.id}`} className={classes.tile}>
            <RequestThumbnail request={request} />
          </Link>
        </li>
      ))}
    </ul>
  );
}
