import { useSuspenseQuery } from '@apollo/client/react';
import { Button, IconButton } from '@influencegen/shared-schema/ui/button';
import { PageBoundary } from '@influencegen/shared-schema/ui/page-boundary';
import { PageHeader } from '@influencegen/shared-schema/ui/page-header';
import { Block, Lines, Skeleton } from '@influencegen/shared-schema/ui/skeleton';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconArrowLeft, IconChevronLeft, IconChevronRight, IconDownload, IconTrash } from '@tabler/icons-react';
import { useState, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { mediaUrl } from './media-url.ts';
import { PicturePageDocument } from './picture-page.generated';
import classes from './picture-page.module.css';
import { PictureParameters } from './picture-parameters.tsx';
import { Picture } from './picture.tsx';
import { ReuseButton } from './reuse-button.tsx';
import { useDeletePicture } from './undo.tsx';
import { useFlip } from './use-flip.ts';
import { useNeighbours } from './use-neighbours.ts';

export function PicturePage() {
  const { t } = useTranslation();
  const { imageId = '' } = useParams();
  return (
    <PageBoundary skeleton={<PictureSkeleton />} list={{ to: '/gallery', name: t('picture.back') }}>
      <LargePicture id={imageId} />
    </PageBoundary>
  );
}

function LargePicture({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { data } = useSuspenseQuery(PicturePageDocument, { variables: { id } });
  const { previous, next } = useNeighbours(id);
  const deletePicture = useDeletePicture();
  const [deleting, setDeleting] = useState(false);
  const { image } = data;

  const show = (other: string | undefined): void => {
    if (other) void navigate(`/gallery/${other}`, { replace: true });
  };
  const leave = (): void => void navigate('/gallery', { viewTransition: true });
  const swipe = useFlip({ onPrevious: () => show(previous), onNext: () => show(next), onLeave: leave });

  const remove = async (): Promise<void> => {
    const after = next ?? previous;
    setDeleting(true);
    const gone = await deletePicture({ id, requestId: image.request.id });
    setDeleting(false);
    if (gone) await navigate(after ? `/gallery/${after}` : '/gallery', { replace: true });
  };

  return (
    <div className={classes.page}>
      <PageHeader title={t('picture.title')} hidden />
      <div className={classes.top}>
        <Button component={Link} to="/gallery" variant="quiet" leftSection={<IconArrowLeft size={18} aria-hidden />}>
          {t('picture.back')}
        </Button>
        <div className={classes.flip}>
          <IconButton aria-label={t('picture.previous')} disabled={!previous} onClick={() => show(previous)}>
            <IconChevronLeft aria-hidden />
          </IconButton>
          <IconButton aria-label={t('picture.next')} disabled={!next} onClick={() => show(next)}>
            <IconChevronRight aria-hidden />
          </IconButton>
        </div>
      </div>
      <div className={classes.room} {...swipe}>
        <div className={classes.large} style={{ '--shape': image.width / image.height } as CSSProperties}>
          <Picture key={id} image={image} size="display" alt={t('picture.alt', { prompt: image.request.prompt })} />
        </div>
      </div>
      <aside className={classes.aside}>
        <p className={classes.prompt} dir="auto">
          {image.request.prompt}
        </p>
        <div className={classes.actions}>
          <ReuseButton request={image.request} viewerId={data.viewer?.id ?? ''} />
          <Button
            component="a"
            href={mediaUrl(image.downloadUrl)}
            download
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {t('picture.download')}
          </Button>
          <Button
            variant="danger"
            loading={deleting}
            leftSection={<IconTrash size={18} aria-hidden />}
            onClick={() => void remove()}
          >
            {t('picture.delete')}
          </Button>
        </div>
        <h2 className={classes.heading}>{t('picture.parameters')}</h2>
        <PictureParameters request={image.request} />
        <dl className={classes.facts}>
          <div>
            <dt>{t('picture.size')}</dt>
            <dd>
              {t('picture.sizeValue', {
                width: image.width,
                height: image.height,
                bytes: format.fileSize(image.byteSize),
              })}
            </dd>
          </div>
          <div>
            <dt>{t('picture.made')}</dt>
            <dd>
              <time dateTime={image.createdAt}>{format.dateTime(image.createdAt)}</time>
            </dd>
          </div>
        </dl>
      </aside>
    </div>
  );
}

function PictureSkeleton() {
  return (
    <Skeleton className={classes.page}>
      <div className={classes.top} />
      <div className={classes.room}>
        <div className={classes.large} style={{ '--shape': 0.8 } as CSSProperties}>
          <Block style={{ height: '100%' }} />
        </div>
      </div>
      <div className={classes.aside}>
        <Lines count={3} />
        <Lines count={6} />
      </div>
    </Skeleton>
  );
}
