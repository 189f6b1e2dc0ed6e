import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { SelectField } from './fields.tsx';
import classes from './digest-choice.module.css';
import { useFormat } from './use-format.tsx';

type Rhythm = 'OFF' | 'DAILY' | 'WEEKLY';

export interface DigestTimes {
  rhythm: Rhythm;
  hour: number;
  weekday: number;
}

interface DigestChoiceProps {
  digest: DigestTimes & { timeZone: string; dueAt: string | null };
  onChange: (digest: DigestTimes) => void;
}

const rhythms: readonly Rhythm[] = ['OFF', 'DAILY', 'WEEKLY'];
const hours = Array.from({ length: 24 }, (_, hour) => hour);
const weekdays = [1, 2, 3, 4, 5, 6, 7];

/** Whether mails that can wait come one by one, or gathered in one. Each choice is saved at once. */
export function DigestChoice({ digest, onChange }: DigestChoiceProps) {
  const { t } = useTranslation('ui');
  const format = useFormat();
  const title = useId();
  const { rhythm, hour, weekday, timeZone, dueAt } = digest;
  const choose = (change: Partial<DigestTimes>): void => onChange({ rhythm, hour, weekday, ...change });

  return (
    <section className={classes.digest} aria-labelledby={title}>
      <h2 id={title} className={classes.title}>
        {t('digest.title')}
      </h2>
      <p className={classes.hint}>{t('digest.text')}</p>
      <div className={classes.fields}>
        <SelectField
          label={t('digest.rhythm')}
          data={rhythms.map((value) => ({ value, label: t(`digest.${value}`) }))}
          value={rhythm}
          onChange={({ currentTarget: { value } }) => choose({ rhythm: rhythms.find((one) => one === value) ?? 'OFF' })}
        />
        {rhythm === 'WEEKLY' && (
          <SelectField
            label={t('digest.weekday')}
            data={weekdays.map((day) => ({ value: String(day), label: format.weekday(day) }))}
            value={String(weekday)}
            onChange={({ currentTarget: { value } }) => choose({ weekday: Number(value) })}
          />
        )}
        {rhythm !== 'OFF' && (
          <SelectField
            label={t('digest.hour')}
            data={hours.map((each) => ({ value: String(each), label: format.hour(each) }))}
            value={String(hour)}
            onChange={({ currentTarget: { value } }) => choose({ hour: Number(value) })}
          />
        )}
      </div>
      {rhythm !== 'OFF' && (
        <p className={classes.hint}>
          {t('digest.timeZone', { zone: timeZone.replaceAll('_', ' ') })}{' '}
          {dueAt === null ? t('digest.nothingWaits') : t('digest.next', { at: format.dateTime(dueAt) })}
        </p>
      )}
    </section>
  );
}
