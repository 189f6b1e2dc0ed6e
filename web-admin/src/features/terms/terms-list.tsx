import { useSuspenseQuery } from '@apollo/client/react';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useRowKeys } from '../../ui/use-row-keys';
import { TermsListDocument } from './terms-list.generated';
import classes from './terms-list.module.css';

/** What people agree to: what holds, what waits, and how many have agreed. */
export function TermsList() {
  const { t } = useTranslation();
  const format = useFormat();
  const [language] = useLanguage();
  const { data } = useSuspenseQuery(TermsListDocument, { variables: { language }, fetchPolicy: 'cache-and-network' });
  const rows = useRef<HTMLDivElement>(null);
  useRowKeys(rows);
  return (
    <div role="table" aria-label={t('terms.title')} className={classes.table}>
      <div role="rowgroup" className={classes.head}>
        <div role="row" className={classes.heads}>
          <div role="columnheader">{t('terms.document')}</div>
          <div role="columnheader">{t('terms.inForce')}</div>
          <div role="columnheader">{t('terms.waiting')}</div>
          <div role="columnheader">{t('terms.accepted')}</div>
        </div>
      </div>
      <div role="rowgroup" ref={rows} className={classes.body}>
        {data.termsDocuments.map(({ key, inForce, pending }) => (
          <div key={key} role="row" className={classes.row}>
            <div role="cell" className={classes.about}>
              <Link to={`/terms/${key}`} className={classes.open}>
                {inForce?.title ?? (pending?.title || key)}
              </Link>
            </div>
            <div role="cell" data-empty={!inForce}>
              {inForce &&
                t('terms.versionSince', { number: inForce.number, date: format.date(inForce.publishAt ?? '') })}
            </div>
            <div role="cell" data-empty={!pending}>
              {pending &&
                (pending.publishAt === null
                  ? t('terms.draftOf', { number: pending.number })
                  : t('terms.scheduledFor', { number: pending.number, date: format.dateTime(pending.publishAt) }))}
            </div>
            <div role="cell" data-empty={!inForce}>
              {inForce && (
                <>
                  <span className={classes.label}>{t('terms.accepted')} </span>
                  {format.number(inForce.consentCount)}
                </>
              )}
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}
