import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Developing } from './developing.tsx';
import { Picture } from './picture.tsx';
import { isOpen } from './request-status.ts';
import { Stage_requestFragmentDoc, type Stage_requestFragment } from './stage.generated';
import classes from './stage.module.css';

/** One request, large: its pictures, or the place where they will appear. */
export function Stage(props: { request: FragmentType<Stage_requestFragment> }) {
  const { data, complete } = useFragment({
    fragment: Stage_requestFragmentDoc,
    fragmentName: 'Stage_request',
    from: props.request,
  });
  const { t } = useTranslation();
  if (!complete) return null;

  const places = isOpen(data.status) ? Math.max(data.count, data.images.length) : data.images.length;
  const across = places > 1 ? 2 : 1;
  const down = Math.max(1, Math.ceil(places / 2));
  const shape = { '--shape': ((data.width / data.height) * across) / (places > 1 ? down : 1), '--across': across };

  return (
    <div className={classes.stage}>
      <div key={data.id} className={classes.frame} style={shape as CSSProperties}>
        {data.images.map((image, index) => (
          <Link key={image.id} to={`/gallery/${image.id}`} className={classes.place} viewTransition>
            <Picture
              image={image}
              size="display"
              cropped
              alt={
                data.images.length > 1
                  ? t('picture.ofMany', { number: index + 1, count: data.images.length, prompt: data.prompt })
                  : t('picture.alt', { prompt: data.prompt })
              }
            />
          </Link>
        ))}
        {Array.from({ length: places - data.images.length }, (_, index) => (
          <div key={index} className={classes.place} role="img" aria-label={t('request.developing')}>
            <Developing id={data.id + index} progress={data.progress} />
          </div>
        ))}
        {places === 0 && <div className={classes.nothing} data-status={data.status} />}
      </div>
    </div>
  );
}
