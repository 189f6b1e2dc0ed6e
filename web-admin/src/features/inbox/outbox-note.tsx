import { useMutation, useQuery } from '@apollo/client/react';
import { problemOf, type Problem } from '@influencegen/shared-schema/client/errors';
import { Button } from '@influencegen/shared-schema/ui/button';
import { IconMailCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useProblemText } from '../../ui/use-problem-text';
import { OutboxFactsDocument, TryMailServerDocument } from './outbox-facts.generated';
import classes from './mail-page.module.css';

/** Says so where nothing leaves: otherwise people would wait for mail. */
export function OutboxNote() {
  const { t } = useTranslation();
  const { data } = useQuery(OutboxFactsDocument);
  return data?.outboxFacts.leaves === false ? <p className={classes.note}>{t('outbox.stays')}</p> : null;
}

/** Where mail leaves, and whether it really does. */
export function MailServer() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const go = useNavigate();
  const { data } = useQuery(OutboxFactsDocument);
  const [send, { loading }] = useMutation(TryMailServerDocument);
  const [problem, setProblem] = useState<Problem | null>(null);
  const server = data?.outboxFacts.server;

  const tryIt = async (): Promise<void> => {
    setProblem(null);
    try {
      const { data: sent } = await send();
      if (sent) await go(`/outbox/${sent.tryMailServer.id}`);
    } catch (error) {
      setProblem(problemOf(error));
    }
  };
  return (
    <div className={classes.server}>
      {server != null && <p>{t('outbox.server', { server })}</p>}
      <Button loading={loading} leftSection={<IconMailCheck size={16} aria-hidden />} onClick={() => void tryIt()}>
        {t('outbox.tryServer')}
      </Button>
      <div role="alert" className={classes.problem}>
        {problem && problemText(problem)}
      </div>
    </div>
  );
}
