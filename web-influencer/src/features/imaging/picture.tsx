import type { FragmentType } from '@apollo/client';
import { useApolloClient, useFragment } from '@apollo/client/react';
import { Button } from '@influencegen/shared-schema/ui/button';
import { IconPhotoOff } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Developing } from './developing.tsx';
import { mediaUrl } from './media-url.ts';
import { Picture_imageFragmentDoc, RenewPictureDocument, type Picture_imageFragment } from './picture.generated';
import classes from './picture.module.css';

interface PictureProps {
  image: FragmentType<Picture_imageFragment>;
  alt: string;
  size: 'thumbnail' | 'display';
  /** Fills its place and crops, for tiles of one size; otherwise the picture keeps its own shape. */
  cropped?: boolean;
}

/** Keeps the picture's place from the first moment and lets it develop when it comes. Links expire: a dead one is renewed once. */
export function Picture({ image, alt, size, cropped = false }: PictureProps) {
  const { data, complete } = useFragment({ fragment: Picture_imageFragmentDoc, from: image });
  const { t } = useTranslation();
  const client = useApolloClient();
  const [shown, setShown] = useState<string>();
  const [dead, setDead] = useState(false);
  const renewed = useRef(false);
  if (!complete) return null;

  const url = size === 'thumbnail' ? data.thumbnailUrl : data.displayUrl;
  const renew = (): void => {
    const read = client.query({ query: RenewPictureDocument, variables: { id: data.id }, fetchPolicy: 'network-only' });
    void read.then(
      (fresh) => {
        const { thumbnailUrl, displayUrl } = fresh.data?.image ?? {};
        setDead((size === 'thumbnail' ? thumbnailUrl : displayUrl) === url);
      },
      () => setDead(true),
    );
  };
  const onError = (): void => {
    if (renewed.current) return setDead(true);
    renewed.current = true;
    renew();
  };

  return (
    <span
      className={classes.picture}
      data-cropped={cropped}
      style={cropped ? undefined : { aspectRatio: `${data.width} / ${data.height}` }}
    >
      {shown !== url && !dead && <Developing id={data.id} progress={100} />}
      {url && !dead && (
        <img
          key={url}
          src={mediaUrl(url)}
          alt={alt}
          width={data.width}
          height={data.height}
          decoding="async"
          loading={size === 'thumbnail' ? 'lazy' : 'eager'}
          data-shown={shown === url}
          onLoad={() => setShown(url)}
          onError={onError}
        />
      )}
      {dead && size === 'thumbnail' && (
        <span className={classes.dead} role="img" aria-label={`${alt} ${t('picture.unavailable')}`}>
          <IconPhotoOff size={28} stroke={1.3} aria-hidden />
        </span>
      )}
      {dead && size === 'display' && (
        <span className={classes.dead}>
          {t('picture.unavailable')}
          <Button size="sm" onClick={() => (setDead(false), renew())}>
            {t('picture.again')}
          </Button>
        </span>
      )}
    </span>
  );
}
