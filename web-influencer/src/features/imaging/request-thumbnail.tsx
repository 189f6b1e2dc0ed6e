import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { VisuallyHidden } from '@mantine/core';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconBan, IconClockX, IconHourglass, IconPhotoX, IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Developing } from './developing.tsx';
import classes from './request-thumbnail.module.css';
import {
  RequestThumbnail_requestFragmentDoc,
  type RequestThumbnail_requestFragment,
} from './request-thumbnail.generated';
import { Picture } from './picture.tsx';
import { isOpen } from './request-status.ts';

/** A request at a glance, for a button or a link around it: its first picture, or how far it is. */
export function RequestThumbnail({ request: from }: { request: FragmentType<RequestThumbnail_requestFragment> }) {
  const { data: request, complete } = useFragment({
    fragment: RequestThumbnail_requestFragmentDoc,
    fragmentName: 'RequestThumbnail_request',
    from,
  });
  const { t } = useTranslation();
  const format = useFormat();
  if (!complete) return null;

  const [first] = request.images;
  const open = isOpen(request.status);
  return (
    <>
      <VisuallyHidden>
        {t('request.open', { prompt: request.prompt, status: t(`request.status.${request.status}`) })}
      </VisuallyHidden>
      {first ? (
        <Picture image={first} alt="" size="thumbnail" cropped />
      ) : open ? (
        <Developing id={`${request.id}0`} progress={request.progress} />
      ) : (
        <Nothing status={request.status} />
      )}
      {open && request.queuePosition === null && (
        <span className={classes.standing}>{format.percent(request.progress)}</span>
      )}
      {open && request.queuePosition !== null && (
        <span className={classes.standing}>
          <IconHourglass size={11} aria-hidden />
          {format.number(request.queuePosition)}
        </span>
      )}
      {request.images.length > 1 && (
        <span className={classes.standing}>
          <IconStack2 size={11} aria-hidden />
          {format.number(request.images.length)}
        </span>
      )}
    </>
  );
}

function Nothing({ status }: { status: string }) {
  const Icon = status === 'CANCELLED' ? IconBan : status === 'TIMED_OUT' ? IconClockX : IconPhotoX;
  return <Icon size={22} stroke={1.5} aria-hidden className={classes.nothing} />;
}
