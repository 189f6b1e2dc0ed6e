import { useMutation, useSuspenseQuery } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { SelectField } from '@influencegen/shared-schema/ui/fields';
import { FormAlert } from '@influencegen/shared-schema/ui/form-alert';
import { Section } from '@influencegen/shared-schema/ui/security-settings';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { IconEyeCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './security-page.module.css';
import {
  StudioAllowSupportAccessDocument,
  StudioSupportAccessDocument,
  StudioWithdrawSupportAccessDocument,
} from './support-access.generated';

const offeredHours = [1, 8, 24, 72];

/** Whether our support may look at the account, and for how long. */
export function SupportAccess() {
  const { t } = useTranslation(['app', 'ui']);
  const format = useFormat();
  const { data } = useSuspenseQuery(StudioSupportAccessDocument, { fetchPolicy: 'cache-and-network' });
  const [hours, setHours] = useState(24);
  const { busy, problem, run } = useAction();
  const [allow] = useMutation(StudioAllowSupportAccessDocument, {
    update: (cache, { data: answer }) =>
      void cache.writeQuery({
        query: StudioSupportAccessDocument,
        data: { supportAccessUntil: answer?.allowSupportAccess ?? null },
      }),
  });
  const [withdraw] = useMutation(StudioWithdrawSupportAccessDocument, {
    update: (cache) =>
      void cache.writeQuery({ query: StudioSupportAccessDocument, data: { supportAccessUntil: null } }),
    // Whoever was looking is no longer among the devices.
    refetchQueries: ['Security'],
  });
  const until = data.supportAccessUntil;

  return (
    <Section icon={<IconEyeCheck size={20} aria-hidden />} title={t('support.title')} text={t('support.text')}>
      <div className={classes.support}>
        <p role="status" className={classes.until}>
          {until !== null && t('support.until', { date: format.dateTime(until) })}
        </p>
        {until === null ? (
          <>
            <SelectField
              label={t('support.hours')}
              value={String(hours)}
              onChange={({ currentTarget }) => setHours(Number(currentTarget.value))}
              data={offeredHours.map((count) => ({ value: String(count), label: t('support.hourCount', { count }) }))}
            />
            <Button
              loading={busy}
              onClick={() =>
                run(async () => {
                  await allow({ variables: { hours } });
                })
              }
            >
              {t('support.allow')}
            </Button>
          </>
        ) : (
          <Button
            loading={busy}
            onClick={() =>
              run(async () => {
                await withdraw();
              })
            }
          >
            {t('support.withdraw')}
          </Button>
        )}
      </div>
      <FormAlert>{problem && t(`ui:problem.${problem}`)}</FormAlert>
    </Section>
  );
}
