import { useMutation } from '@apollo/client/react';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { IconMailCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useProblemText } from '../../ui/use-problem-text';
import classes from './mail-page.module.css';
import { TryMailServerDocument } from './outbox-facts.generated';
import { useOutboxFacts } from './use-outbox-facts';

/** Says so where nothing leaves: otherwise people would wait for mail. */
export function OutboxNote() {
  const { t } = useTranslation();
  const facts = useOutboxFacts();
  return facts?.leaves === false ? <p className={classes.note}>{t('outbox.stays')}</p> : null;
}

/** Where mail leaves, and whether it really does. */
export function MailServer() {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const go = useNavigate();
  const facts = useOutboxFacts();
  const [send] = useMutation(TryMailServerDocument);
  const { busy, problem, run } = useAction();
  const server = facts?.server;

  const tryIt = (): void =>
    run(async () => {
      const { data: sent } = await send();
      if (sent) await go(`/outbox/${sent.tryMailServer.id}`);
    });
  return (
    <div className={classes.server}>
      {server != null && <p>{t('outbox.server', { server })}</p>}
      <Button loading={busy} leftSection={<IconMailCheck size={16} aria-hidden />} onClick={tryIt}>
        {t('outbox.tryServer')}
      </Button>
      <div role="alert" className={classes.problem}>
        {problem && problemText(problem)}
      </div>
    </div>
  );
}
