import { useMutation } from '@apollo/client/react';
import { problemOf } from '@influencegen/shared-schema/client/errors';
import { useCursorPages } from '@influencegen/shared-schema/client/use-cursor-pages';
import { countryName } from '@influencegen/shared-schema/contract/countries';
import type { PayoutVerificationStatus } from '@influencegen/shared-schema/contract/schema.generated';
import { Button } from '@influencegen/shared-schema/ui/button';
import { EmptyState } from '@influencegen/shared-schema/ui/empty-state';
import { useLanguage } from '@influencegen/shared-schema/ui/i18n';
import { StatusBadge, type Tone } from '@influencegen/shared-schema/ui/status-badge';
import { useFormat } from '@influencegen/shared-schema/ui/use-format';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Age } from '../../../ui/age';
import { DataTable } from '../../../ui/data-table';
import { MorePages } from '../../../ui/more-pages';
import { NothingMatches } from '../../../ui/nothing-matches';
import { useProblemText } from '../../../ui/use-problem-text';
import { isNarrowed, toDepositFilter, type DepositListFilter } from './deposit-filter.ts';
import { DepositsDocument, ReleaseDepositDocument, type DepositRowFragment } from './deposits.generated';
import classes from './deposits.module.css';
import { MarkSent } from './mark-sent.tsx';
import { RevealDeposit } from './reveal-deposit.tsx';

const tones: Record<PayoutVerificationStatus, Tone> = {
  REQUESTED: 'warning',
  OPEN: 'info',
  PROCESSING: 'info',
  NEEDS_INPUT: 'info',
  VERIFIED: 'positive',
  FAILED: 'neutral',
  LOCKED: 'negative',
  EXPIRED: 'neutral',
  CANCELLED: 'neutral',
};

const columns = [
  'filter.state',
  'deposits.creator',
  'deposits.account',
  'deposits.ordered',
  'deposits.sent',
  'deposits.actions',
] as const;

interface DepositTableProps {
  filter: DepositListFilter;
  onClearFilter: () => void;
}

export function DepositTable({ filter, onClearFilter }: DepositTableProps) {
  const { t } = useTranslation();
  const rows = useRef<HTMLDivElement>(null);
  const pages = useCursorPages(
    DepositsDocument,
    { filter: toDepositFilter(filter), order: filter.view === 'all' ? 'NEWEST' : 'OLDEST' },
    ({ depositInstructions }) => depositInstructions,
    rows,
  );
  const { nodes, readAgain } = pages;
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());

  const sendable = nodes.filter(({ viewerMoves }) => viewerMoves.includes('MARK_SENT')).map(({ id }) => id);
  const chosen = sendable.filter((id) => ticked.has(id));
  const toggle = (id: string): void =>
    setTicked((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));

  if (nodes.length === 0)
    return isNarrowed(filter) ? (
      <NothingMatches onClear={onClearFilter} />
    ) : (
      <EmptyState title={t('deposits.empty')}>{t('deposits.emptyText')}</EmptyState>
    );
  return (
    <>
      {sendable.length > 0 && (
        <div className={classes.bulk}>
          <label>
            <input
              type="checkbox"
              checked={chosen.length === sendable.length}
              onChange={() => setTicked(chosen.length === sendable.length ? new Set() : new Set(sendable))}
            />
            {t('deposits.all')}
          </label>
          <MarkSent
            ids={chosen}
            onDone={() => {
              setTicked(new Set());
              readAgain();
            }}
          />
        </div>
      )}
      <DataTable
        aria-label={t('deposits.title')}
        className={classes.table}
        columns={columns}
        head={(column) => t(column)}
        rows={rows}
        news={pages.news}
      >
        {nodes.map((deposit) => (
          <DepositRow
            key={deposit.id}
            deposit={deposit}
            ticked={ticked.has(deposit.id)}
            onToggle={() => toggle(deposit.id)}
            onReleased={readAgain}
          />
        ))}
      </DataTable>
      <MorePages of={pages} />
    </>
  );
}

interface DepositRowProps {
  deposit: DepositRowFragment;
  ticked: boolean;
  onToggle: () => void;
  onReleased: () => void;
}

function DepositRow({ deposit, ticked, onToggle, onReleased }: DepositRowProps) {
  const { t } = useTranslation();
  const [language] = useLanguage();
  const format = useFormat();
  const { id, status, creator, masked, country, currency, createdAt, sentAt, reference, viewerMoves } = deposit;
  return (
    <div role="row" className={classes.row}>
      <div role="cell" className={classes.state}>
        {viewerMoves.includes('MARK_SENT') && (
          <input
            type="checkbox"
            aria-label={t('deposits.choose', { name: creator.displayName })}
            checked={ticked}
            onChange={onToggle}
          />
        )}
        <StatusBadge tone={tones[status]}>{t(`deposits.status.${status}`)}</StatusBadge>
      </div>
      <div role="cell">
        <bdi>{creator.displayName}</bdi>
      </div>
      <div role="cell" title={countryName(country, language)}>
        {masked} <span className={classes.quiet}>{currency}</span>
      </div>
      <div role="cell" className={classes.age}>
        <Age at={createdAt} />
      </div>
      <div role="cell">
        {sentAt !== null && format.date(sentAt)}{' '}
        {reference !== null && <span className={classes.quiet}>{reference}</span>}
      </div>
      <div role="cell" className={classes.actions}>
        {viewerMoves.includes('REVEAL') && <RevealDeposit id={id} creator={creator.displayName} />}
        {viewerMoves.includes('RELEASE') && <Release id={id} creator={creator.displayName} onReleased={onReleased} />}
      </div>
    </div>
  );
}

/** After too many wrong answers. Asks for proof of identity: whoever guesses would like more tries. */
function Release({ id, creator, onReleased }: { id: string; creator: string; onReleased: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const [release, { loading }] = useMutation(ReleaseDepositDocument);
  const [problem, setProblem] = useState('');
  const run = async (): Promise<void> => {
    setProblem('');
    try {
      await release({ variables: { id } });
      onReleased();
    } catch (error) {
      setProblem(problemText(problemOf(error)));
    }
  };
  return (
    <>
      <Button
        size="compact-sm"
        loading={loading}
        aria-label={t('deposits.releaseOf', { name: creator })}
        onClick={() => void run()}
      >
        {t('deposits.release')}
      </Button>
      <span role="alert" className={classes.problem}>
        {problem}
      </span>
    </>
  );
}
