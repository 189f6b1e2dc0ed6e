import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import {
  PictureParameters_requestFragmentDoc,
  type PictureParameters_requestFragment,
} from './picture-parameters.generated';
import classes from './picture-page.module.css';

export function PictureParameters(props: { request: FragmentType<PictureParameters_requestFragment> }) {
  const { data: request, complete } = useFragment({
    fragment: PictureParameters_requestFragmentDoc,
    from: props.request,
  });
  const { t } = useTranslation();
  const format = useFormat();
  if (!complete) return null;
  const facts: [string, string][] = [
    [t('studio.style'), t(`studio.styles.${request.style}`)],
    [t('studio.aspectRatio'), t(`studio.aspectRatios.${request.aspectRatio}`)],
    [t('studio.resolution'), t(`studio.resolutions.${request.resolution}`)],
    [t('studio.seed'), String(request.seed)],
    [t('studio.steps'), format.number(request.steps)],
    [t('studio.cfgScale'), format.decimal(request.cfgScale)],
  ];
  if (request.negativePrompt) facts.unshift([t('picture.negativePrompt'), request.negativePrompt]);
  if (request.loras.length > 0) {
    const named = request.loras.map(({ model, weight }) =>
      t('picture.loraValue', { model, weight: format.decimal(weight) }),
    );
    facts.push([t('picture.loras'), format.list(named)]);
  }
  facts.push([t('picture.engine'), t(`picture.engines.${request.engine}`)]);
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
