import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { GalleryTile_imageFragmentDoc, type GalleryTile_imageFragment } from './gallery-tile.generated';
import classes from './gallery-page.module.css';
import { Picture } from './picture.tsx';

export function GalleryTile({ image: from }: { image: FragmentType<GalleryTile_imageFragment> }) {
  const { data: image, complete } = useFragment({
    fragment: GalleryTile_imageFragmentDoc,
    fragmentName: 'GalleryTile_image',
    from,
  });
  const { t } = useTranslation();
  if (!complete) return null;
  return (
    <li className={classes.tile} style={{ '--ratio': image.width / image.height } as CSSProperties}>
      <Link to={`/gallery/${image.id}`} className={classes.link} viewTransition>
        <Picture image={image} size="thumbnail" alt={t('picture.alt', { prompt: image.request.prompt })} />
      </Link>
    </li>
  );
}
