import { useMutation } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { Panel } from '@influencegen/shared-schema/ui/panel';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../../ui/facts';
import { useProblemText } from '../../../ui/use-problem-text';
import { RevealDepositDocument, type RevealDepositMutation } from './deposits.generated';
import classes from './deposits.module.css';

type Revealed = RevealDepositMutation['revealDeposit'];

/** Where to send what, until it is closed again. It stays in no cache. */
export function RevealDeposit({ id, creator }: { id: string; creator: string }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [reveal, { loading }] = useMutation(RevealDepositDocument, { fetchPolicy: 'no-cache' });
  const [shown, setShown] = useState<Revealed | null>(null);
  const [problem, setProblem] = useState('');

  const open = async (): Promise<void> => {
    setProblem('');
    try {
      setShown((await reveal({ variables: { id } })).data!.revealDeposit);
    } catch (error) {
      setProblem(problemText(problemOf(error)));
    }
  };
  return (
    <>
      <Button
        size="compact-sm"
        variant="quiet"
        loading={loading}
        aria-label={t('deposits.showOf', { name: creator })}
        onClick={() => void open()}
      >
        {t('deposits.show')}
      </Button>
      <span role="alert" className={classes.problem}>
        {problem}
      </span>
      {shown && (
        <Panel title={t('deposits.showOf', { name: creator })} onClose={() => setShown(null)}>
          <Details shown={shown} />
        </Panel>
      )}
    </>
  );
}

function Details({ shown }: { shown: Revealed }) {
  const { t, i18n } = useTranslation();
  const { holderName, currency, numbers, amounts } = shown;
  const format = useFormat();
  const nameOf = (field: string): string =>
    i18n.exists(`deposits.number.${field}`) ? t(`deposits.number.${field as 'iban'}`) : field;
  return (
    <div className={classes.panel}>
      <Facts
        facts={[
          [t('deposits.holder'), holderName],
          ...numbers.map(({ field, value }) => [nameOf(field), <code key={field}>{value}</code>] as const),
          [t('deposits.amounts'), amounts.map((amount) => format.money(amount, currency)).join(' · ')],
        ]}
      />
      <p className={classes.quiet}>{t('deposits.recorded')}</p>
    </div>
  );
}
