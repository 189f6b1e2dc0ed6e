import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../ui/facts';
import {
  RequestParameters_requestFragmentDoc,
  type RequestParameters_requestFragment,
} from './request-parameters.generated';
import classes from './request-parameters.module.css';

export function RequestParameters({ request: from }: { request: FragmentType<RequestParameters_requestFragment> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: request, complete } = useFragment({ fragment: RequestParameters_requestFragmentDoc, from });
  if (!complete) return null;
  const { width, height, loras } = request;

  return (
    <section className={classes.parameters} aria-labelledby="parameters">
      <h2 id="parameters">{t('request.parameters')}</h2>
      <div>
        <h3>{t('request.prompt')}</h3>
        <p className={classes.prompt} dir="auto">
          {request.prompt}
        </p>
      </div>
      {request.negativePrompt !== '' && (
        <div>
          <h3>{t('request.negativePrompt')}</h3>
          <p className={classes.prompt} dir="auto">
            {request.negativePrompt}
          </p>
        </div>
      )}
      <Facts
        facts={[
          [t('request.count'), format.number(request.count)],
          [t('request.size'), t('requests.size', { width, height })],
          [t('request.aspectRatio'), t(`aspectRatio.${request.aspectRatio}`)],
          [t('request.resolution'), t(`resolution.${request.resolution}`)],
          [t('request.style'), t(`style.${request.style}`)],
          // A seed is a name, not an amount: no thousands separators, so that it can be copied.
          [t('request.seed'), String(request.seed)],
          [t('request.steps'), format.number(request.steps)],
          [t('request.cfgScale'), format.decimal(request.cfgScale)],
          [t('request.purpose'), t(`purpose.${request.purpose}`)],
          [
            t('request.loras'),
            loras.length === 0
              ? t('request.none')
              : format.list(
                  loras.map(({ model, weight }) => t('request.lora', { model, weight: format.decimal(weight) })),
                ),
          ],
        ]}
      />
    </section>
  );
}
