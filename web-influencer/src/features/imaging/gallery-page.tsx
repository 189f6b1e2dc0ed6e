import { useApolloClient, useSuspenseQuery } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Block, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { IconPhotoSpark } from '@tabler/icons-react';
import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { GalleryPageDocument } from './gallery-page.generated';
import classes from './gallery-page.module.css';
import { GalleryTile } from './gallery-tile.tsx';

/** `empty`: what stands there without a picture, for whom the studio is closed. */
export function GalleryPage({ empty }: { empty: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={classes.page}>
      <PageHeader title={t('gallery.title')} />
      <PageBoundary skeleton={<GallerySkeleton />}>
        <Gallery empty={empty} />
      </PageBoundary>
    </div>
  );
}

function Gallery({ empty }: { empty: ReactNode }) {
  const { t } = useTranslation();
  const { data } = useSuspenseQuery(GalleryPageDocument);
  const client = useApolloClient();
  const [reading, setReading] = useState(false);
  const [failed, setFailed] = useState(false);
  const { nodes, pageInfo } = data.images;

  if (nodes.length === 0) {
    return (
      empty || (
        <EmptyState
          icon={<IconPhotoSpark size={40} stroke={1.3} />}
          title={t('gallery.emptyTitle')}
          action={
            <Button component={Link} to="/studio" variant="primary">
              {t('gallery.emptyAction')}
            </Button>
          }
        >
          {t('gallery.emptyText')}
        </EmptyState>
      )
    );
  }

  // Not by the hook's fetchMore: a page that failed would take away the ones that are shown.
  const more = async (): Promise<void> => {
    setFailed(false);
    setReading(true);
    const variables = { after: pageInfo.endCursor };
    const page = client.query({ query: GalleryPageDocument, variables, fetchPolicy: 'network-only' });
    await page.catch(() => setFailed(true));
    setReading(false);
  };
  return (
    <>
      <ul className={classes.grid}>
        {nodes.map((image) => (
          <GalleryTile key={image.id} image={image} />
        ))}
      </ul>
      {pageInfo.hasNextPage && <More reading={reading} failed={failed} onMore={() => void more()} />}
    </>
  );
}

/** Reads on by itself when it comes into view; a button for the keyboard, and after a failure. */
function More({ reading, failed, onMore }: { reading: boolean; failed: boolean; onMore: () => void }) {
  const { t } = useTranslation(['app', 'ui']);
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!button.current || reading || failed || !('IntersectionObserver' in window)) return undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) onMore();
      },
      { rootMargin: '600px' },
    );
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [reading, failed, onMore]);
  return (
    <div className={classes.more}>
      {failed && <p role="alert">{t('ui:problem.title')}</p>}
      <Button ref={button} loading={reading} onClick={onMore}>
        {failed ? t('ui:retry') : t('gallery.more')}
      </Button>
    </div>
  );
}

const shapes = [0.8, 1.5, 0.8, 1, 0.56, 1.78, 0.8, 1, 1.5, 0.8, 0.56, 1];

function GallerySkeleton() {
  return (
    <Skeleton>
      <div className={classes.grid}>
        {shapes.map((ratio, index) => (
          <div key={index} className={classes.tile} style={{ '--ratio': ratio } as CSSProperties}>
            <Block style={{ aspectRatio: ratio }} />
          </div>
        ))}
      </div>
    </Skeleton>
  );
}
