import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { HistoryTile_requestFragmentDoc, type HistoryTile_requestFragment } from './history-tile.generated';
import classes from './history-strip.module.css';
import { RequestThumbnail } from './request-thumbnail.tsx';

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
  if (!complete) return null;
  return (
    <button type="button" className={classes.tile} aria-current={current} onClick={() => onShow(request.id)}>
      <RequestThumbnail request={request} />
    </button>
  );
}
