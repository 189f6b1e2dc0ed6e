import { useMutation } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { NewsBar } from '@influencegen/shared-schema/ui/news-bar';
import { createContext, useCallback, useContext, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DeletePictureDocument, RestorePictureDocument } from './delete-picture.generated';
import { putBack, takeOut } from './picture-lists.ts';

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

export function UndoProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation(['app', 'ui']);
  const [news, setNews] = useState<News>();
  const dismiss = useCallback(() => setNews(undefined), []);
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
      <NewsBar
        news={
          news === undefined
            ? null
            : 'error' in news
              ? t(`picture.${news.kind}`, { reason: t(`ui:problem.${problemOf(news.error)}`) })
              : t(`picture.${news.kind}`)
        }
        onUndo={news?.kind === 'deleted' ? () => void undo(news.picture) : undefined}
        onDismiss={dismiss}
      />
    </DeleteContext>
  );
}
