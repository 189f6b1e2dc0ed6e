import { fractionDigits } from '@influencegen/shared-schema/contract/money';
import { FieldProblems } from '../../accounts/account.rules.ts';
import { personJson, personOf, type PersonRow } from '../../accounts/person.ts';
import { proofMinutes } from '../../accounts/second-factor.settings.ts';
import type { Actor, SignedInActor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { csvCell } from '../../platform/csv.ts';
import { rows, transaction, type Transaction } from '../../platform/db.ts';
import { AppError } from '../../platform/errors.ts';
import { nextStatus } from '../../platform/lifecycle.ts';
import { isoMicroseconds, pageOf, readPageRequest, type Page, type PageRequest } from '../../platform/pagination.ts';
import { demand, demandVerified } from '../../platform/permission.ts';
import type { Settings } from '../../platform/setting.ts';
import { isUuid } from '../../platform/uuid.ts';
import type { SectionStore } from '../section-store.ts';
import {
  DepositMove,
  DepositOrder,
  type DepositExport,
  type DepositFilter,
  type DepositInstruction,
  type MarkDepositsSentInput,
  type RevealedDeposit,
} from './deposit-instruction.ts';
import { bankNumbers } from './payout-account.check.ts';
import { PayoutMethod, payoutVerificationMoves, PayoutVerificationStatus } from './payout-account.lifecycle.ts';
import { instructDeposits } from './payout-account.policy.ts';
import {
  depositReferenceColumn,
  maskOf,
  openAmounts,
  openDetails,
  payoutAccountColumns,
  type PayoutAccountRow,
} from './payout-account.rows.ts';
import { depositDays } from './payout-account.settings.ts';
import {
  lockForStep,
  stepVerification,
  type LockedVerification,
  type PayoutChangeParts,
} from './payout-verification.change.ts';

const dayMilliseconds = 86_400_000;
const mostAtOnce = 100;
const mostExported = 500;
const longestReference = 140;

const S = PayoutVerificationStatus;

export interface DepositInstructionsParts extends PayoutChangeParts {
  settings: Settings;
  sections: SectionStore;
}

interface InstructionRow {
  id: string;
  accountId: string;
  payoutAccountId: string;
  status: PayoutVerificationStatus;
  tries: number;
  createdAt: Date;
  sentAt: Date | null;
  expiresAt: Date | null;
  referenceSealed: Buffer | null;
  country: string;
  currency: string;
  detailsSealed: Buffer;
  person: PersonRow;
  at: string;
}

const columns = `v.id, v.account_id as "accountId", v.payout_account_id as "payoutAccountId", v.status, v.tries,
  v.created_at as "createdAt", v.sent_at as "sentAt", v.expires_at as "expiresAt", v.reference_sealed as "referenceSealed",
  p.country, p.currency, p.details_sealed as "detailsSealed", ${personJson('a')} as person,
  ${isoMicroseconds('v.created_at')} as at`;
const joined = 'join payout_account p on p.id = v.payout_account_id join account a on a.id = v.account_id';

/** What finance sends so that creators can prove that an account is theirs. */
export class DepositInstructions {
  constructor(private readonly parts: DepositInstructionsParts) {}

  async list(
    actor: Actor,
    { filter, order, ...page }: PageRequest & { filter: DepositFilter | null; order: DepositOrder },
  ): Promise<Page<DepositInstruction>> {
    const staff = demand(actor, instructDeposits);
    const { first, after } = readPageRequest(page);
    const { status, personId } = filter ?? {};
    if (personId != null && !isUuid(personId)) return { nodes: [], pageInfo: { endCursor: null, hasNextPage: false } };

    const values: unknown[] = [];
    const put = (value: unknown): string => `$${values.push(value)}`;
    const [direction, beyond] = order === DepositOrder.OLDEST ? ['asc', '>'] : ['desc', '<'];
    const conditions = [
      `method = 'MICRO_DEPOSITS'`,
      ...(personId == null ? [] : [`account_id = ${put(personId)}`]),
      ...(after ? [`(created_at, id) ${beyond} (${put(after.at)}, ${put(after.id)})`] : []),
    ];
    const inOrder = `order by created_at ${direction}, id ${direction} limit ${first + 1}`;
    // One walk along the index for each status.
    const wanted = status?.length ? [...new Set(status)] : Object.values(S);
    const { rows: found } = await this.parts.db.pool.query<InstructionRow>(
      `select ${columns} from (
         select q.* from unnest(${put(wanted)}::text[]) one
         cross join lateral (
           select * from payout_verification where ${[...conditions, 'status = one'].join(' and ')} ${inOrder}) q ${inOrder}) v
       ${joined} order by v.created_at ${direction}, v.id ${direction}`,
      values,
    );
    const { nodes, pageInfo } = pageOf(found, first, ({ at, id }) => ({ at, id }));
    return { nodes: nodes.map((row) => this.#shown(staff, row)), pageInfo };
  }

  /** Where to send what. Who looked at it is kept. */
  async reveal(actor: Actor, id: string): Promise<RevealedDeposit> {
    const staff = this.#demandProof(actor);
    return transaction(this.parts.db, async (tx) => {
      const { account, verification } = await this.#lock(tx, staff, id);
      await recordAudit(
        tx,
        staff,
        'payoutAccounts.reveal',
        { type: 'payout_verification', id },
        { accountId: account.accountId },
      );
      const { keyring } = this.parts.db;
      const details = openDetails(keyring, account);
      return {
        id: verification.id,
        holderName: details.holder,
        scheme: account.scheme,
        currency: account.currency,
        numbers: bankNumbers(details),
        amounts: openAmounts(keyring, verification),
      };
    });
  }

  /** All of them or none. What is marked already stays as it was. */
  async markSent(actor: Actor, input: MarkDepositsSentInput): Promise<DepositInstruction[]> {
    const staff = demand(actor, instructDeposits);
    const { ids, sentAt, reference } = this.#checked(input);
    return transaction(this.parts.db, async (tx) => {
      // One order for everybody who locks several.
      for (const id of await inOrderOfAccounts(tx, ids)) {
        const locked = await this.#lock(tx, staff, id);
        const { status } = locked.verification;
        if (status === S.OPEN) continue;
        await tx.query('update payout_verification set sent_by = $2, reference_sealed = $3 where id = $1', [
          id,
          staff.accountId,
          reference === '' ? null : this.parts.db.keyring.seal(depositReferenceColumn.at(id), reference),
        ]);
        const days = this.parts.settings.read(depositDays);
        await stepVerification(this.parts, tx, staff, locked, 'open', {
          sentAt,
          expiresAt: new Date(Math.max(sentAt.getTime(), this.parts.now().getTime()) + days * dayMilliseconds),
        });
      }
      return this.#these(tx, staff, ids);
    });
  }

  /** After too many wrong answers: amounts can be sent to this account once more. */
  async release(actor: Actor, id: string): Promise<DepositInstruction> {
    const staff = this.#demandProof(actor);
    return transaction(this.parts.db, async (tx) => {
      const locked = await this.#lock(tx, staff, id);
      const { verification } = locked;
      nextStatus(verification.status, payoutVerificationMoves.release, 'release');
      await stepVerification(this.parts, tx, staff, locked, 'release');
      return (await this.#these(tx, staff, [id]))[0]!;
    });
  }

  /** Those that wait longest, in full. */
  async export(actor: Actor): Promise<DepositExport> {
    const staff = this.#demandProof(actor);
    return transaction(this.parts.db, async (tx) => {
      const found = await rows<ExportedRow>(
        tx,
        `select v.id as "verificationId", v.amounts_sealed as "amountsSealed", p.* from payout_verification v
         join lateral (select ${payoutAccountColumns} from payout_account where id = v.payout_account_id) p on true
         where v.method = 'MICRO_DEPOSITS' and v.status = 'REQUESTED' and v.account_id <> $1
         order by v.created_at, v.id limit ${mostExported + 1}`,
        [staff.accountId],
      );
      const taken = found.slice(0, mostExported);
      await recordAudit(tx, staff, 'payoutAccounts.export', null, {
        count: taken.length,
        verifications: taken.map(({ verificationId }) => verificationId),
      });
      return {
        fileName: `deposits-${this.parts.now().toISOString().slice(0, 10)}.csv`,
        content: [exportedColumns, ...taken.flatMap((row) => this.#exported(row))]
          .map((cells) => `${cells.map(csvCell).join(',')}\r\n`)
          .join(''),
        count: taken.length,
        more: found.length > mostExported,
      };
    });
  }

  /** Amounts that nobody told in time. Safe to run twice. */
  async expire(actor: Actor): Promise<void> {
    const { db, now } = this.parts;
    const { rows: due } = await db.pool.query<{ id: string }>(
      `select id from payout_verification where status = 'OPEN' and expires_at <= $1 order by expires_at limit 500`,
      [now()],
    );
    for (const { id } of due)
      await transaction(db, async (tx) => {
        const locked = await lockForStep(this.parts.sections, tx, id, PayoutMethod.MICRO_DEPOSITS);
        const { status, expiresAt } = locked!.verification;
        if (status === S.OPEN && expiresAt! <= now()) await stepVerification(this.parts, tx, actor, locked!, 'expire');
      });
  }

  #demandProof(actor: Actor): SignedInActor {
    return demandVerified(actor, instructDeposits, this.parts.settings.read(proofMinutes), this.parts.now());
  }

  #checked({ ids, sentAt, reference }: MarkDepositsSentInput): { ids: string[]; sentAt: Date; reference: string } {
    const problems = new FieldProblems();
    if (ids.length === 0) problems.add('ids', 'REQUIRED', 'None was chosen');
    if (ids.length > mostAtOnce) problems.add('ids', 'TOO_LONG', `At most ${mostAtOnce} at a time`, mostAtOnce);
    const now = this.parts.now().getTime();
    // Days begin earlier in other places.
    if (sentAt.getTime() > now + dayMilliseconds) problems.add('sentAt', 'TOO_LARGE', 'This day is still to come');
    if (sentAt.getTime() < now - 60 * dayMilliseconds) problems.add('sentAt', 'TOO_SMALL', 'This is too long ago');
    const text = problems.text('reference', reference, longestReference, 0);
    problems.demandNone('This cannot be marked like that');
    return { ids: [...new Set(ids)].toSorted(), sentAt, reference: text };
  }

  /** Nobody looks at the amounts that prove their own account, or sends them. */
  async #lock(tx: Transaction, staff: SignedInActor, id: string): Promise<LockedVerification> {
    const found = isUuid(id) ? await lockForStep(this.parts.sections, tx, id, PayoutMethod.MICRO_DEPOSITS) : null;
    if (!found) throw new AppError('NOT_FOUND', 'No such instruction');
    if (found.account.accountId === staff.accountId)
      throw new AppError('FORBIDDEN', 'Somebody else has to do this for your own account');
    return found;
  }

  async #these(tx: Transaction, staff: SignedInActor, ids: readonly string[]): Promise<DepositInstruction[]> {
    const found = await rows<InstructionRow>(
      tx,
      `select ${columns} from payout_verification v ${joined} where v.id = any($1) order by v.id`,
      [ids],
    );
    return found.map((row) => this.#shown(staff, row));
  }

  #shown(staff: SignedInActor, row: InstructionRow): DepositInstruction {
    const { keyring } = this.parts.db;
    return {
      id: row.id,
      creator: personOf(keyring, row.person),
      status: row.status,
      masked: maskOf(keyring, { id: row.payoutAccountId, detailsSealed: row.detailsSealed }),
      country: row.country,
      currency: row.currency,
      tries: row.tries,
      createdAt: row.createdAt,
      sentAt: row.sentAt,
      reference: row.referenceSealed && keyring.openText(depositReferenceColumn.at(row.id), row.referenceSealed),
      expiresAt: row.expiresAt,
      viewerMoves: row.accountId === staff.accountId ? [] : movesOf(row.status),
    };
  }

  /** One line for each of the two transfers. */
  #exported(row: ExportedRow): string[][] {
    const { keyring } = this.parts.db;
    const { holder, numbers } = openDetails(keyring, row);
    const { iban = '', bic = '', routingNumber = '', sortCode = '', accountNumber = '' } = numbers;
    const account = [holder, row.country, iban, bic, routingNumber, sortCode, accountNumber, row.currency];
    const digits = fractionDigits(row.currency);
    return openAmounts(keyring, { id: row.verificationId, amountsSealed: row.amountsSealed }).map((amount) => [
      row.verificationId,
      ...account,
      (amount / 10 ** digits).toFixed(digits),
    ]);
  }
}

type ExportedRow = PayoutAccountRow & { verificationId: string; amountsSealed: Buffer };

const exportedColumns = [
  'id',
  'holder',
  'country',
  'iban',
  'bic',
  'routingNumber',
  'sortCode',
  'accountNumber',
  'currency',
  'amount',
];

function movesOf(status: PayoutVerificationStatus): DepositMove[] {
  const can = (verb: 'open' | 'release', move: DepositMove): DepositMove[] =>
    payoutVerificationMoves[verb].from.includes(status) ? [move] : [];
  return [DepositMove.REVEAL, ...can('open', DepositMove.MARK_SENT), ...can('release', DepositMove.RELEASE)];
}

/** As everybody who locks the applications of several creators does. What does not exist is still named. */
async function inOrderOfAccounts(tx: Transaction, ids: readonly string[]): Promise<readonly string[]> {
  if (!ids.every(isUuid)) return ids;
  const found = await rows<{ id: string }>(
    tx,
    `select wanted.id from unnest($1::uuid[]) wanted (id) left join payout_verification v on v.id = wanted.id
     order by v.account_id, wanted.id`,
    [ids],
  );
  return found.map(({ id }) => id);
}
