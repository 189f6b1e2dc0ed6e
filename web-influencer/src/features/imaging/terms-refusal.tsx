import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './quota-refusal.module.css';

/** What has to be accepted first, and where. */
export function TermsRefusal({ terms }: { terms: readonly { title: string }[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div role="alert" className={classes.refusal}>
      <p className={classes.title}>{t('terms.acceptFirst')}</p>
      <p>
        {format.list(terms.map(({ title }) => title))}. {t('terms.nothingLost')}
      </p>
      <p>
        <Link to="/terms" className={classes.link}>
          {t('terms.readAndAccept')}
        </Link>
      </p>
    </div>
  );
}
