import type { FragmentType } from '@apollo/client';
import { useAction } from '@influencegen/shared-schema/client/use-action';
import { Button } from '@influencegen/shared-schema/ui/button';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../ui/use-problem-text';
import type { DeadLetterRow_deadLetterFragment } from './dead-letter-row.generated';
import { DeadLetterRow } from './dead-letter-row';
import classes from './operations.module.css';
import { SettleButtons } from './settle-buttons';
import { useSettle, type Outcome } from './use-settle';

interface DeadLetterListProps {
  letters: readonly ({ id: string } & FragmentType<DeadLetterRow_deadLetterFragment>)[];
  hasMore: boolean;
  onLoadMore: () => Promise<void>;
  /** The queues have other figures now. */
  onSettled: () => void;
}

/** And where: the focus goes to the job that takes the place of the one that is gone. */
interface SettledOutcome extends Outcome {
  ids: readonly string[];
  index: number;
}

export function DeadLetterList({ letters, hasMore, onLoadMore, onSettled }: DeadLetterListProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const { busy: loading, problem, run } = useAction();
  const [outcome, setOutcome] = useState<SettledOutcome | null>(null);
  const list = useRef<HTMLElement>(null);
  const followed = useRef<SettledOutcome>(null);
  // Told here: the row goes, and takes with it what it says and the focus.
  const settled = (settling: SettledOutcome): void => {
    setOutcome(settling);
    onSettled();
  };
  const isListed = (id: string): boolean => letters.some((letter) => letter.id === id);
  useEffect(() => {
    if (!outcome || outcome === followed.current || letters.some(({ id }) => outcome.ids.includes(id))) return;
    followed.current = outcome;
    if (document.activeElement !== document.body) return;
    const boxes = list.current?.querySelectorAll<HTMLElement>('li > input') ?? [];
    (boxes[Math.min(outcome.index, boxes.length - 1)] ?? list.current?.querySelector('h2'))?.focus();
  }, [letters, outcome]);

  const selected = letters.filter(({ id }) => ticked.has(id)).map(({ id }) => id);
  const { settle, busy } = useSettle((settling) => settled({ ...settling, ids: selected, index: 0 }));
  const toggle = (id: string): void =>
    setTicked((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  const all = letters.length > 0 && selected.length === letters.length;

  return (
    <section ref={list} aria-labelledby="dead">
      <h2 id="dead" tabIndex={-1}>
        {t('dead.heading')}
      </h2>
      <div role="status" className={classes.outcome}>
        {outcome && (
          <>
            {outcome.done > 0 && <p>{t(`dead.${outcome.verb}`, { count: outcome.done })}</p>}
            {outcome.problem && (
              <p className={classes.refused}>
                {outcome.problem === 'NOT_FOUND' && !outcome.failed.some(isListed)
                  ? t('dead.settledBefore', { count: outcome.failed.length })
                  : t('dead.failed', { count: outcome.failed.length, reason: problemText(outcome.problem) })}
              </p>
            )}
          </>
        )}
      </div>
      {letters.length === 0 ? (
        <div className={classes.nothing}>
          <p>{t('dead.empty')}</p>
          <p className={classes.hint}>{t('dead.emptyText')}</p>
        </div>
      ) : (
        <>
          <div className={classes.bulk}>
            <label>
              <input
                type="checkbox"
                checked={all}
                ref={(box) => {
                  if (box) box.indeterminate = selected.length > 0 && !all;
                }}
                onChange={() => setTicked(all ? new Set() : new Set(letters.map(({ id }) => id)))}
              />
              {selected.length === 0 ? t('dead.selectAll') : t('dead.selected', { count: selected.length })}
            </label>
            {selected.length > 0 ? (
              <SettleButtons
                count={selected.length}
                busy={busy}
                onRetry={() => settle('retried', selected)}
                onDiscard={() => settle('discarded', selected)}
              />
            ) : (
              <p className={classes.hint}>{t('dead.hint')}</p>
            )}
          </div>
          <ul className={classes.letters} aria-label={t('dead.list')}>
            {letters.map((letter, index) => (
              <DeadLetterRow
                key={letter.id}
                letter={letter}
                selected={ticked.has(letter.id)}
                onToggle={() => toggle(letter.id)}
                onSettled={(settling) => settled({ ...settling, ids: [letter.id], index })}
              />
            ))}
          </ul>
          {problem && <p role="alert">{problemText(problem)}</p>}
          {hasMore && (
            <Button loading={loading} onClick={() => run(onLoadMore)}>
              {t('loadMore')}
            </Button>
          )}
        </>
      )}
    </section>
  );
}
