import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { TermsRefusal_refusalFragmentDoc, type TermsRefusal_refusalFragment } from './terms-refusal.generated';
import classes from './quota-refusal.module.css';

/** What has to be accepted first, and where. */
export function TermsRefusal(props: { refusal: FragmentType<TermsRefusal_refusalFragment> }) {
  const { data: refusal, complete } = useFragment({ fragment: TermsRefusal_refusalFragmentDoc, from: props.refusal });
  const { t } = useTranslation();
  const format = useFormat();
  if (!complete) return null;
  return (
    <div role="alert" className={classes.refusal}>
      <p className={classes.title}>{t('terms.acceptFirst')}</p>
      <p>
        {format.list(refusal.terms.map(({ title }) => title))}. {t('terms.nothingLost')}
      </p>
      <p>
        <Link to="/terms" className={classes.link}>
          {t('terms.readAndAccept')}
        </Link>
      </p>
    </div>
  );
}
