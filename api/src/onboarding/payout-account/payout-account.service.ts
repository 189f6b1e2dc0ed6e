import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import {
  bankFormat,
  checkBankAccount,
  checkHolderName,
  countryOfBank,
  type BankAccount,
} from '@influencegen/shared-schema/contract/bank-account';
import { checkCountry } from '@influencegen/shared-schema/contract/countries';
import { formerAddresses } from '../../accounts/email-change.service.ts';
import { proofMinutes } from '../../accounts/second-factor.settings.ts';
import type { Actor, SignedInActor } from '../../platform/actor.ts';
import { recordAudit } from '../../platform/audit.ts';
import { rows, transaction, type Transaction } from '../../platform/db.ts';
import { AppError, RateLimited, refuse } from '../../platform/errors.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { demand, demandProof } from '../../platform/permission.ts';
import { sealedValues } from '../../platform/personal-data.ts';
import type { Settings } from '../../platform/setting.ts';
import { SectionIncomplete, SectionInReview, type SectionProblem } from '../application.ts';
import type { ApplicationRows } from '../application.rows.ts';
import { announceOnboardingChange } from '../onboarding.change.ts';
import { demandCreatorInPerson, useOwnApplication } from '../onboarding.policy.ts';
import { openSections, SectionKind, SectionStatus } from '../section.lifecycle.ts';
import type { SectionStore } from '../section-store.ts';
import { payoutBlocker } from './payout-account.check.ts';
import { beginPayoutProviderJob } from './payout-account.job-types.ts';
import { payoutAccountChanged, payoutAccountChangedFormer } from './payout-account.notices.ts';
import { PayoutAccountStatus, PayoutMethod, PayoutVerificationStatus } from './payout-account.lifecycle.ts';
import {
  currentPayout,
  depositAmountsColumn,
  isLocked,
  isOpen,
  markPayout,
  maskOf,
  movePayoutAccount,
  openAmounts,
  openDetails,
  payoutDetailsColumn,
  payoutLinkColumn,
  readPayout,
  verificationOf,
  type PayoutAccountRow,
  type PayoutDetails,
  type PayoutPlace,
  type PayoutRows,
  type PayoutVerificationRow,
} from './payout-account.rows.ts';
import { depositRounds, depositTries, largestDeposit, leastDeposit } from './payout-account.settings.ts';
import {
  AmountsDiffer,
  isPayoutCurrency,
  type PayoutAccount,
  PayoutSetup,
  type PayoutVerification,
  type SavePayoutAccountInput,
} from './payout-account.ts';
import type { PayoutProvider } from './payout-provider.ts';
import { stepVerification, type PayoutChangeParts } from './payout-verification.change.ts';

const monthMilliseconds = 30 * 86_400_000;
/** No currency has amounts above this that anybody would send to verify something. */
const mostUnits = 1_000_000;

export interface PayoutAccountServiceParts extends PayoutChangeParts {
  jobs: Jobs;
  settings: Settings;
  sections: SectionStore;
  /** Null: no provider is connected. */
  provider: PayoutProvider | null;
}

/** Where a creator is paid: what they enter, and how they prove that it is theirs. */
export class PayoutAccountService {
  constructor(private readonly parts: PayoutAccountServiceParts) {}

  async own(actor: Actor): Promise<PayoutSetup> {
    const { accountId, impersonatorId } = demand(actor, useOwnApplication);
    const setup = await transaction(this.parts.db, (tx) => this.#setup(tx, accountId));
    // The provider's page is open to whoever has its address.
    const verification = setup.current?.verification;
    if (verification && impersonatorId !== null) verification.url = null;
    return setup;
  }

  /** The one in force stays where money goes until the new one is verified and accepted. */
  async save(actor: Actor, input: SavePayoutAccountInput): Promise<PayoutSetup> {
    const owner = demandCreatorInPerson(actor);
    const { accountId } = owner;
    const { place, details } = checked(input);
    const { db, sections } = this.parts;
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const payout = await readPayout(tx, accountId);
      const current = currentPayout(payout);
      if (current && this.#isSame(current, place, details)) return this.#setup(tx, accountId);
      await this.#demandProofOfOwner(tx, owner);
      if (payout.entered) await this.#discard(tx, owner, payout, payout.entered);
      const back = payout.inForce !== null && this.#isSame(payout.inForce, place, details);
      const entered = back ? null : await this.#insert(tx, owner, place, details);
      await markPayout(tx, db.keyring, accountId, [payout.inForce, entered]);
      await this.#tellOwner(tx, current, entered ?? payout.inForce!);
      await sections.change(tx, owner, application, SectionKind.PAYOUT_ACCOUNT);
      return this.#setup(tx, accountId);
    });
  }

  /** Begun twice it is one verification; another method takes the place of the one before. */
  async verify(actor: Actor, method: PayoutMethod): Promise<PayoutSetup> {
    const owner = demandCreatorInPerson(actor);
    const { accountId } = owner;
    const { db, sections } = this.parts;
    return transaction(db, async (tx) => {
      const application = await sections.lock(tx, accountId);
      const payout = await readPayout(tx, accountId);
      const account = currentPayout(payout);
      if (!account) throw new AppError('CONFLICT', 'Enter an account first');
      if (account.status === PayoutAccountStatus.VERIFIED) return this.#setup(tx, accountId);
      const last = verificationOf(payout, account);
      if (isOpen(last) && last.method === method) {
        if (method === PayoutMethod.PROVIDER) await this.#renewLink(tx, owner, last);
        return this.#setup(tx, accountId);
      }
      if (application.sections.get(SectionKind.PAYOUT_ACCOUNT)!.status === SectionStatus.IN_REVIEW)
        refuse(new SectionInReview());
      await this.#demandOffered(tx, account, method);
      if (isOpen(last))
        await stepVerification(this.parts, tx, owner, { payout, account, verification: last }, 'cancel');
      await this.#begin(tx, owner, account, method);
      await this.#touch(tx, owner, application, method);
      return this.#setup(tx, accountId);
    });
  }

  /** Counted under a lock, so that two tabs have no more tries than one. A wrong answer is kept, not rolled back. */
  async confirm(actor: Actor, amounts: readonly number[]): Promise<PayoutSetup | AmountsDiffer> {
    const owner = demandCreatorInPerson(actor);
    const { accountId } = owner;
    const { db, sections, settings } = this.parts;
    demandAmounts(amounts);
    return transaction(db, async (tx) => {
      await sections.lock(tx, accountId);
      const payout = await readPayout(tx, accountId);
      const account = currentPayout(payout);
      const verification = verificationOf(payout, account);
      if (!account || verification?.method !== PayoutMethod.MICRO_DEPOSITS) throw nothingToConfirm();
      // The answer to the first time was lost.
      if (verification.status === PayoutVerificationStatus.VERIFIED) return this.#setup(tx, accountId);
      if (verification.status !== PayoutVerificationStatus.OPEN || verification.expiresAt! <= this.parts.now())
        throw nothingToConfirm();
      const right = isSamePair(openAmounts(db.keyring, verification), amounts);
      const tries = verification.tries + 1;
      const locked = { payout, account, verification };
      if (right) await stepVerification(this.parts, tx, owner, locked, 'verify', { tries });
      else if (tries >= settings.read(depositTries))
        await stepVerification(this.parts, tx, owner, locked, 'lock', { tries });
      else await this.#countTry(tx, owner, verification, tries);
      const setup = await this.#setup(tx, accountId);
      return right ? setup : new AmountsDiffer(setup);
    });
  }

  /** Whatever was accepted or verified before is worth something to whoever would put another in its place. */
  async #demandProofOfOwner(tx: Transaction, owner: SignedInActor): Promise<void> {
    const [known] = await rows<{ counted: boolean }>(
      tx,
      `select exists (select from payout_account
         where account_id = $1 and (accepted_at is not null or verified_at is not null)) as counted`,
      [owner.accountId],
    );
    if (known!.counted) demandProof(owner, this.parts.settings.read(proofMinutes), this.parts.now());
  }

  #isSame(account: PayoutAccountRow, place: PayoutPlace, details: PayoutDetails): boolean {
    const { holder, numbers } = openDetails(this.parts.db.keyring, account);
    return (
      account.country === place.country &&
      account.scheme === place.scheme &&
      account.currency === place.currency &&
      holder === details.holder &&
      JSON.stringify(numbers) === JSON.stringify(details.numbers)
    );
  }

  async #discard(tx: Transaction, owner: Actor, payout: PayoutRows, account: PayoutAccountRow): Promise<void> {
    const verification = verificationOf(payout, account);
    if (isOpen(verification))
      await stepVerification(this.parts, tx, owner, { payout, account, verification }, 'cancel');
    await movePayoutAccount(tx, account, 'replace', this.parts.now());
  }

  async #insert(
    tx: Transaction,
    owner: SignedInActor,
    { country, scheme, currency }: PayoutPlace,
    details: PayoutDetails,
  ): Promise<PayoutAccountRow> {
    const id = randomUUID();
    const sealed = sealedValues(this.parts.db.keyring, payoutDetailsColumn, id, JSON.stringify(details));
    await tx.query(
      `insert into payout_account (id, account_id, status, country, scheme, currency, details_sealed, number_index, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        owner.accountId,
        PayoutAccountStatus.UNVERIFIED,
        country,
        scheme,
        currency,
        sealed['details_sealed'],
        sealed['number_index'],
        this.parts.now(),
      ],
    );
    await recordAudit(
      tx,
      owner,
      'payoutAccounts.save',
      { type: 'payout_account', id },
      { accountId: owner.accountId, country, scheme, currency },
    );
    return (await readPayout(tx, owner.accountId)).entered!;
  }

  /** On the channel that they had before, whoever it was that entered another one. */
  async #tellOwner(tx: Transaction, former: PayoutAccountRow | null, account: PayoutAccountRow): Promise<void> {
    const { db, notifier, publicUrl } = this.parts;
    if (!former?.verifiedAt && !former?.acceptedAt) return;
    const { accountId } = account;
    const masks = { former: maskOf(db.keyring, former), account: maskOf(db.keyring, account) };
    const security = `${publicUrl}/security`;
    await notifier.notify(tx, payoutAccountChanged, { accountId, variables: { ...masks, security } });
    for (const to of await formerAddresses(tx, db.keyring, accountId, this.parts.now()))
      await notifier.notify(tx, payoutAccountChangedFormer, { accountId, to, variables: masks });
  }

  async #begin(tx: Transaction, owner: Actor, account: PayoutAccountRow, method: PayoutMethod): Promise<void> {
    const { db, jobs, provider } = this.parts;
    const id = randomUUID();
    const amounts =
      method === PayoutMethod.MICRO_DEPOSITS
        ? db.keyring.seal(depositAmountsColumn.at(id), JSON.stringify(this.#twoAmounts()))
        : null;
    await tx.query(
      `insert into payout_verification (id, payout_account_id, account_id, method, status, created_at, amounts_sealed, provider)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        id,
        account.id,
        account.accountId,
        method,
        PayoutVerificationStatus.REQUESTED,
        this.parts.now(),
        amounts,
        method === PayoutMethod.PROVIDER ? provider!.name : null,
      ],
    );
    await movePayoutAccount(tx, account, 'begin', this.parts.now());
    await recordAudit(
      tx,
      owner,
      'payoutAccounts.startVerification',
      { type: 'payout_verification', id },
      { accountId: account.accountId, method },
    );
    if (method === PayoutMethod.PROVIDER)
      await jobs.enqueue(tx, beginPayoutProviderJob, { verificationId: id }, { cause: owner });
  }

  /** Links are good for one visit of a few minutes. */
  async #renewLink(tx: Transaction, owner: Actor, { id, linkExpiresAt, status }: PayoutVerificationRow): Promise<void> {
    if (status === PayoutVerificationStatus.REQUESTED || status === PayoutVerificationStatus.PROCESSING) return;
    if (linkExpiresAt !== null && linkExpiresAt > this.parts.now()) return;
    await this.parts.jobs.enqueue(
      tx,
      beginPayoutProviderJob,
      { verificationId: id },
      { singletonKey: id, cause: owner },
    );
  }

  /** A statement is looked at by a reviewer, so the section has to be handed in again; the others prove themselves. */
  async #touch(tx: Transaction, owner: Actor, application: ApplicationRows, method: PayoutMethod): Promise<void> {
    const { events, sections } = this.parts;
    const { status } = application.sections.get(SectionKind.PAYOUT_ACCOUNT)!;
    if (method === PayoutMethod.STATEMENT || openSections.includes(status))
      await sections.change(tx, owner, application, SectionKind.PAYOUT_ACCOUNT);
    else await announceOnboardingChange(events, tx, application.accountId);
  }

  #twoAmounts(): [number, number] {
    const { settings } = this.parts;
    const least = settings.read(leastDeposit);
    const largest = settings.read(largestDeposit);
    const one = randomInt(least, largest + 1);
    const other = randomInt(least, largest);
    return [one, other < one ? other : other + 1];
  }

  async #countTry(tx: Transaction, owner: Actor, { id }: PayoutVerificationRow, tries: number): Promise<void> {
    await tx.query('update payout_verification set tries = $2 where id = $1', [id, tries]);
    await recordAudit(
      tx,
      owner,
      'payoutAccounts.wrongAmounts',
      { type: 'payout_verification', id },
      { accountId: owner.accountId, tries },
      'REFUSED',
    );
  }

  async #demandOffered(tx: Transaction, account: PayoutAccountRow, method: PayoutMethod): Promise<void> {
    if (method === PayoutMethod.PROVIDER && !this.parts.provider)
      throw new AppError('CONFLICT', 'No payout provider is connected');
    if (method !== PayoutMethod.MICRO_DEPOSITS) return;
    if (await isLocked(tx, this.parts.db.keyring, account))
      throw new AppError('CONFLICT', 'No more amounts are sent to this account until staff allow it');
    const wait = await this.#waitForDeposits(tx, account.accountId);
    if (wait > 0) throw new RateLimited(wait, { limit: this.parts.settings.read(depositRounds), remaining: 0 });
  }

  /** Seconds; 0: amounts can be sent now. */
  async #waitForDeposits(tx: Transaction, accountId: string): Promise<number> {
    const now = this.parts.now().getTime();
    const [counted] = await rows<{ begun: number; first: Date | null }>(
      tx,
      `select count(*)::int as begun, min(created_at) as first from payout_verification
       where account_id = $1 and method = 'MICRO_DEPOSITS' and created_at > $2`,
      [accountId, new Date(now - monthMilliseconds)],
    );
    if (counted!.begun < this.parts.settings.read(depositRounds)) return 0;
    return Math.max(1, Math.ceil((counted!.first!.getTime() + monthMilliseconds - now) / 1000));
  }

  async #setup(tx: Transaction, accountId: string): Promise<PayoutSetup> {
    const payout = await readPayout(tx, accountId);
    const current = currentPayout(payout);
    // Unions know their members by class.
    return Object.assign(new PayoutSetup(), {
      id: accountId,
      current: current && this.#shown(payout, current),
      inForce: payout.inForce && this.#shown(payout, payout.inForce),
      methods: current && current.status !== PayoutAccountStatus.VERIFIED ? await this.#methods(tx, current) : [],
      blocker: payoutBlocker(payout),
    });
  }

  async #methods(tx: Transaction, account: PayoutAccountRow): Promise<PayoutMethod[]> {
    const deposits =
      !(await isLocked(tx, this.parts.db.keyring, account)) &&
      (await this.#waitForDeposits(tx, account.accountId)) === 0;
    return [
      ...(this.parts.provider ? [PayoutMethod.PROVIDER] : []),
      PayoutMethod.STATEMENT,
      ...(deposits ? [PayoutMethod.MICRO_DEPOSITS] : []),
    ];
  }

  #shown(payout: PayoutRows, account: PayoutAccountRow): PayoutAccount {
    const { keyring } = this.parts.db;
    const verification = verificationOf(payout, account);
    return {
      id: account.id,
      status: account.status,
      country: account.country,
      scheme: account.scheme,
      currency: account.currency,
      holderName: openDetails(keyring, account).holder,
      masked: maskOf(keyring, account),
      accepted: account.acceptedAt !== null,
      verification: verification && this.#shownVerification(verification),
      createdAt: account.createdAt,
    };
  }

  #shownVerification(row: PayoutVerificationRow): PayoutVerification {
    const { db, settings, now } = this.parts;
    const deposits = row.method === PayoutMethod.MICRO_DEPOSITS;
    const reachable = row.linkSealed !== null && row.linkExpiresAt !== null && row.linkExpiresAt > now();
    return {
      id: row.id,
      method: row.method,
      status: row.status,
      triesLeft: deposits ? Math.max(0, settings.read(depositTries) - row.tries) : null,
      sentAt: row.sentAt,
      expiresAt: row.expiresAt,
      url: reachable ? db.keyring.openText(payoutLinkColumn.at(row.id), row.linkSealed!) : null,
      problem: row.problem,
      createdAt: row.createdAt,
      finishedAt: row.finishedAt,
    };
  }
}

const nothingToConfirm = (): AppError => new AppError('CONFLICT', 'No amounts wait to be told');

function demandAmounts(amounts: readonly number[]): void {
  if (amounts.length !== 2 || amounts.some((amount) => amount < 1 || amount > mostUnits))
    throw new AppError('BAD_USER_INPUT', 'Two amounts are needed', [
      { path: 'amounts', code: 'MALFORMED', message: 'Two amounts in the smallest unit of the currency' },
    ]);
}

/** In any order, and in the same time whichever of them differs. */
function isSamePair(one: readonly number[], other: readonly number[]): boolean {
  const bytes = (amounts: readonly number[]): Uint32Array => Uint32Array.from(amounts.toSorted((a, b) => a - b));
  return timingSafeEqual(bytes(one), bytes(other));
}

/** In the one form in which it is stored; or what is wrong with it, field by field, in the words of the form. */
function checked(input: SavePayoutAccountInput): { place: PayoutPlace; details: PayoutDetails } {
  const { scheme, currency } = input;
  const problems: SectionProblem[] = [];
  const add = (field: string, code: string): void => void problems.push({ field, code });
  const country = checkCountry(input.country);
  if ('problem' in country) add('country', country.problem);
  const holder = checkHolderName(input.holderName);
  if ('problem' in holder) add('holderName', holder.problem);
  if (!isPayoutCurrency(currency)) add('currency', 'NOT_OFFERED');
  const known = 'value' in country ? country.value : '';
  if (known !== '' && !bankFormat(known).some((format) => format.scheme === scheme)) add('scheme', 'NOT_OFFERED');
  const typed = Object.fromEntries(
    (['iban', 'bic', 'routingNumber', 'sortCode', 'accountNumber'] as const).map((field) => [
      field,
      input[field] ?? '',
    ]),
  );
  const numbers: BankAccount = {};
  for (const [field, result] of Object.entries(checkBankAccount(scheme, typed, { country: known }))) {
    if ('problem' in result) add(field, result.problem);
    else Object.assign(numbers, { [field]: result.value });
  }
  if (problems.length > 0 || 'problem' in holder) return refuse(new SectionIncomplete(problems));
  return {
    place: { country: countryOfBank(known, numbers), scheme, currency },
    details: { holder: holder.value, numbers },
  };
}
