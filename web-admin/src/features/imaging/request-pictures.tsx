import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { RequestPictures_requestFragmentDoc, type RequestPictures_requestFragment } from './request-pictures.generated';
import { isOpen } from './request-filter';
import classes from './request-pictures.module.css';

export function RequestPictures({ request: from }: { request: FragmentType<RequestPictures_requestFragment> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: request, complete } = useFragment({ fragment: RequestPictures_requestFragmentDoc, from });
  if (!complete) return null;
  const { images, count, status } = request;
  const awaited = isOpen(status) ? Math.max(0, count - images.length) : 0;
  const shape = { aspectRatio: `${request.width} / ${request.height}` };

  return (
    <section className={classes.pictures} aria-labelledby="pictures">
      <h2 id="pictures">{t('request.pictures')}</h2>
      {images.length + awaited === 0 && <p className={classes.none}>{t('request.noPictures')}</p>}
      <ul>
        {images.map((image) => (
          <li key={image.id}>
            {image.displayUrl ? (
              <a href={image.displayUrl} target="_blank" rel="noreferrer">
                <img
                  src={image.displayUrl}
                  width={image.width}
                  height={image.height}
                  alt={t('request.pictureAlt', { position: image.position + 1, count })}
                />
              </a>
            ) : (
              <div className={classes.awaited} style={shape}>
                {t('request.preparing')}
              </div>
            )}
            <p className={classes.caption}>
              {t('requests.size', { width: image.width, height: image.height })} · {format.fileSize(image.byteSize)} ·{' '}
              {image.mimeType.replace('image/', '').toUpperCase()}
              <br />
              <span title={image.sha256}>
                {t('request.hash')} <code>{image.sha256.slice(0, 12)}</code>
              </span>
            </p>
          </li>
        ))}
        {Array.from({ length: awaited }, (_, place) => (
          <li key={place}>
            <div className={classes.awaited} style={shape}>
              {place === 0 && t('request.awaiting')}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
