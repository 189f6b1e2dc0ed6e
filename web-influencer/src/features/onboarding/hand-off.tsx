import { useMutation, useQuery } from '@apollo/client/react';
import { useReadAgain } from '@influencegen/shared-schema/client/connection';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { useListening } from '@influencegen/shared-schema/client/use-listening';
import { Button } from '@influencegen/shared-schema/ui/button';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { QrCode } from '@influencegen/shared-schema/ui/qr-code';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './hand-off.module.css';
import {
  StudioBeginHandOffDocument,
  StudioEndHandOffDocument,
  StudioHandOffChangedDocument,
  StudioHandOffDocument,
} from './hand-off.generated';

/** Goes on with the phone: a code to be photographed, then what the phone is doing. Not to be drawn on the phone itself. */
export function HandOff() {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const { data } = useQuery(StudioHandOffDocument, { fetchPolicy: 'cache-and-network' });
  useListening(StudioHandOffChangedDocument);
  useReadAgain(StudioHandOffDocument, {});
  const [begin, begun] = useMutation(StudioBeginHandOffDocument);
  const [end, ended] = useMutation(StudioEndHandOffDocument);
  const { problem, run } = useAction();
  const link = begun.data?.beginHandOff;
  const isOver = useIsOver(link?.expiresAt);
  const phone = data?.handOff.phone;

  const stop = (): void =>
    run(async () => {
      await end();
      begun.reset();
    });

  return (
    <section className={classes.handOff} aria-labelledby="hand-off-title">
      <h2 id="hand-off-title" className={classes.title}>
        <IconDeviceMobile size={20} aria-hidden /> {t('handOff.title')}
      </h2>
      <p role="status">
        {phone
          ? t('handOff.connected', {
              device: [phone.browser, phone.system].filter(Boolean).join(' · ') || t('handOff.aPhone'),
              until: format.dateTime(phone.endsAt),
            })
          : t('handOff.text')}
      </p>
      <FormAlert>{problem && t(`ui:problem.${problem}`)}</FormAlert>
      {phone ? (
        <Button loading={ended.loading} onClick={stop}>
          {t('handOff.end')}
        </Button>
      ) : link && !isOver ? (
        <div className={classes.code}>
          <QrCode content={link.address} label={t('handOff.code')} />
          <div className={classes.steps}>
            <p>{t('handOff.how')}</p>
            <p className={classes.muted}>{t('handOff.until', { time: format.time(link.expiresAt) })}</p>
            <Button variant="quiet" loading={ended.loading} onClick={stop}>
              {t('ui:cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <>
          {isOver && <p>{t('handOff.over')}</p>}
          <Button loading={begun.loading} onClick={() => run(() => begin())}>
            {t(isOver ? 'handOff.again' : 'handOff.show')}
          </Button>
        </>
      )}
    </section>
  );
}

/** True from that moment on. */
function useIsOver(moment: string | undefined): boolean {
  const [over, setOver] = useState<string>();
  useEffect(() => {
    if (moment === undefined) return undefined;
    const timer = setTimeout(() => setOver(moment), Math.max(0, new Date(moment).getTime() - Date.now()));
    return () => clearTimeout(timer);
  }, [moment]);
  return moment !== undefined && over === moment;
}
