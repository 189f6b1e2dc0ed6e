import { useQuery } from '@apollo/client/react';
import { useTranslation } from 'react-i18next';
import { OutboxFactsDocument } from './outbox-facts.generated';
import classes from './mail-page.module.css';

/** Says so where nothing leaves: otherwise people would wait for mail. */
export function OutboxNote() {
  const { t } = useTranslation();
  const { data } = useQuery(OutboxFactsDocument);
  return data?.outboxFacts.leaves === false ? <p className={classes.note}>{t('outbox.stays')}</p> : null;
}
