import type { FragmentType } from '@apollo/client';
import { useFragment } from '@apollo/client/react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useProblemText } from '../../ui/use-problem-text';
import { Age } from '../../ui/age';
import {
  DeadLetterRow_deadLetterFragmentDoc,
  type DeadLetterRow_deadLetterFragment,
} from './dead-letter-row.generated';
import classes from './operations.module.css';
import { payloadIds } from './payload-ids';
import { useQueueName } from './queue-name';
import { SettleButtons } from './settle-buttons';
import { useSettle, type Outcome } from './use-settle';

interface DeadLetterRowProps {
  letter: FragmentType<DeadLetterRow_deadLetterFragment>;
  selected: boolean;
  onToggle: () => void;
  onSettled: (outcome: Outcome) => void;
}

export function DeadLetterRow({ letter: from, selected, onToggle, onSettled }: DeadLetterRowProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const queueName = useQueueName();
  const heading = useId();
  const { data: letter, complete } = useFragment({ fragment: DeadLetterRow_deadLetterFragmentDoc, from });
  const { settle, busy, outcome } = useSettle(onSettled);
  if (!complete) return null;

  return (
    <li className={classes.letter} aria-labelledby={heading} data-selected={selected}>
      <input type="checkbox" aria-labelledby={heading} checked={selected} onChange={onToggle} />
      <div className={classes.what}>
        <p id={heading} className={classes.queue}>
          {queueName(letter.queue)}
        </p>
        <p className={classes.error}>{letter.error}</p>
        <p className={classes.facts}>
          <Age at={letter.failedAt} />
          <span>{t('dead.attempts', { count: letter.attempts })}</span>
          {payloadIds(letter.payload).map(([name, id]) => (
            <span key={name}>
              {name} <code title={id}>{id}</code>
            </span>
          ))}
          {letter.imageRequestId !== null && <Link to={`/requests/${letter.imageRequestId}`}>{t('dead.request')}</Link>}
        </p>
        {/* Said by the list, which stays; to be read here as well. */}
        {outcome?.problem && <p className={classes.refused}>{problemText(outcome.problem)}</p>}
      </div>
      <SettleButtons
        count={1}
        busy={busy}
        describedBy={heading}
        onRetry={() => settle('retried', [letter.id])}
        onDiscard={() => settle('discarded', [letter.id])}
      />
    </li>
  );
}
