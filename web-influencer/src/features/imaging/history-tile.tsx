import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { VisuallyHidden } from '@mantine/core';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconBan, IconClockX, IconHourglass, IconPhotoX, IconStack2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Developing } from './developing.tsx';
import { HistoryTile_requestFragmentDoc, type HistoryTile_requestFragment } from './history-tile.generated';
import classes from './history-strip.module.css';
import { Picture } from './picture.tsx';
import { isOpen } from './request-status.ts';

interface HistoryTileProps {
  request: FragmentType<HistoryTile_requestFragment>;
  current: boolean;
  onShow: (id: string) => void;
}

export function HistoryTile({ request: from, current, onShow }: HistoryTileProps) {
  const { data: request, complete } = useFragment({
    fragment: HistoryTile_requestFragmentDoc,
    fragmentName: 'HistoryTile_request',
    from,
  });
  const { t } = useTranslation();
  const format = useFormat();
  if (!complete) return null;

  const [first] = request.images;
  const open = isOpen(request.status);
  return (
    <button type="button" className={classes.tile} aria-current={current} onClick={() => onShow(request.id)}>
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
    </button>
  );
}

function Nothing({ status }: { status: string }) {
  const Icon = status === 'CANCELLED' ? IconBan : status === 'TIMED_OUT' ? IconClockX : IconPhotoX;
  return <Icon size={22} stroke={1.5} aria-hidden className={classes.nothing} />;
}
