import type { FragmentType } from '@apollo/client';
import { useTranslation } from 'react-i18next';
import { Developing } from './developing.tsx';
import type { HistoryTile_requestFragment } from './history-tile.generated';
import classes from './history-strip.module.css';
import { HistoryTile } from './history-tile.tsx';

interface HistoryStripProps {
  requests: readonly ({ id: string } & FragmentType<HistoryTile_requestFragment>)[];
  /** Asks on their way to the server: they have a place before they have a number. */
  sending: number;
  currentId: string | undefined;
  onShow: (id: string) => void;
}

export function HistoryStrip({ requests, sending, currentId, onShow }: HistoryStripProps) {
  const { t } = useTranslation();
  return (
    <ol className={classes.strip} aria-label={t('request.history')}>
      {Array.from({ length: sending }, (_, index) => (
        <li key={index} className={classes.tile} role="status" aria-label={t('request.sending')}>
          <Developing id={`sending${index}`} progress={0} />
        </li>
      ))}
      {requests.map((request) => (
        <li key={request.id}>
          <HistoryTile request={request} current={request.id === currentId} onShow={onShow} />
        </li>
      ))}
    </ol>
  );
}
