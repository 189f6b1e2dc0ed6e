import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { daysLeft } from './days-left.ts';
import classes from './until.module.css';

const soon = 7;

/** A last day, and how near it is once that matters. */
export function Until({ day }: { day: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [now] = useState(() => new Date());
  const left = daysLeft(day, now);
  return (
    <>
      <time dateTime={day}>{format.day(day)}</time>
      {left >= 0 && left <= soon && (
        <span className={classes.soon}>
          {' '}
          {left === 0 ? t('discover.lastDay') : t('discover.daysLeft', { count: left })}
        </span>
      )}
    </>
  );
}
