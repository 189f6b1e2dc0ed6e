import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './section-frame.module.css';

/** A later version of the terms waits: where it is read and accepted. */
export function TermsFirst({ terms }: { terms: readonly { title: string }[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div role="alert" className={classes.note}>
      <p>
        {t('terms.acceptFirst')}: {format.list(terms.map(({ title }) => title))}
      </p>
      <p>
        <Link to="/terms">{t('terms.readAndAccept')}</Link>
      </p>
    </div>
  );
}
