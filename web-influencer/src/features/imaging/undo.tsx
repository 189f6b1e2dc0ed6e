import { useMutation } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { Button, IconButton } from '@influencegen/shared-schema/ui/button';
import { IconX } from '@tabler/icons-react';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DeletePictureDocument, RestorePictureDocument } from './delete-picture.generated';
import { putBack, takeOut } from './picture-lists.ts';
import classes from './undo.module.css';

interface OwnedPicture {
  id: string;
  requestId: string;
}

type News =
  | { kind: 'deleted'; picture: OwnedPicture }
  | { kind: 'restored' }
  | { kind: 'deleteFailed' | 'restoreFailed'; error: unknown };

const DeleteContext = createContext<(picture: OwnedPicture) => Promise<boolean>>(() => Promise.resolve(false));

/** Deletes and says so where one can take it back, on whatever page that is by then. Resolves to whether it worked. */
export const useDeletePicture = () => useContext(DeleteContext);

const longEnoughToRead = 12_000;

export function UndoProvider({ children }: { children: ReactNode }) {
  const [news, setNews] = useState<News>();
  const [remove] = useMutation(DeletePictureDocument);
  const [restore] = useMutation(RestorePictureDocument);

  const deletePicture = async (picture: OwnedPicture): Promise<boolean> => {
    try {
      await remove({ variables: { id: picture.id }, update: (cache) => takeOut(cache, picture) });
      setNews({ kind: 'deleted', picture });
      return true;
    } catch (error) {
      setNews({ kind: 'deleteFailed', error });
      return false;
    }
  };

  const undo = async (picture: OwnedPicture): Promise<void> => {
    try {
      await restore({ variables: { id: picture.id }, update: (cache) => putBack(cache, picture) });
      setNews({ kind: 'restored' });
    } catch (error) {
      setNews({ kind: 'restoreFailed', error });
    }
  };

  return (
    <DeleteContext value={deletePicture}>
      {children}
      <NewsBar news={news} onUndo={(picture) => void undo(picture)} onDismiss={() => setNews(undefined)} />
    </DeleteContext>
  );
}

interface NewsBarProps {
  news: News | undefined;
  onUndo: (picture: OwnedPicture) => void;
  onDismiss: () => void;
}

function NewsBar({ news, onUndo, onDismiss }: NewsBarProps) {
  const { t } = useTranslation(['app', 'ui']);
  const [held, setHeld] = useState(false);

  useEffect(() => {
    if (!news || held) return undefined;
    const timer = setTimeout(onDismiss, longEnoughToRead);
    return () => clearTimeout(timer);
  }, [news, held, onDismiss]);

  return (
    <div role="status" className={classes.region}>
      {news && (
        <div
          className={classes.bar}
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <span>
            {'error' in news
              ? t(`picture.${news.kind}`, { reason: t(`ui:problem.${problemOf(news.error)}`) })
              : t(`picture.${news.kind}`)}
          </span>
          {news.kind === 'deleted' && (
            <Button size="sm" className={classes.undo} onClick={() => onUndo(news.picture)}>
              {t('picture.undo')}
            </Button>
          )}
          <IconButton size={36} className={classes.dismiss} aria-label={t('picture.dismiss')} onClick={onDismiss}>
            <IconX size={18} aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  );
}
