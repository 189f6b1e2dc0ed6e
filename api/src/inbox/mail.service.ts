import { emailIndexes } from '../accounts/account.personal.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import type { Jobs } from '../platform/jobs.ts';
import type { Keyring } from '../platform/keyring.ts';
import { nextStatus } from '../platform/lifecycle.ts';
import type { Log } from '../platform/log.ts';
import type { Settings } from '../platform/setting.ts';
import { MailFailure, type Mail, type MailCarrier } from './mail-carrier.ts';
import { mailMoves, type MailMove, type MailStatus } from './mail-message.lifecycle.ts';
import { sendMailJob } from './mail.jobs.ts';
import { mailAttempts, mailRetrySeconds } from './mail.settings.ts';
import { openMail, openRecipient } from './sealed-notices.ts';

export interface MailServiceParts {
  db: Db;
  jobs: Jobs;
  keyring: Keyring;
  settings: Settings;
  carrier: MailCarrier;
}

interface Claimed extends Mail {
  accountId: string;
  /** This try is the one with this number. */
  attempt: number;
}

const longestRest = 3600;
/** Longer than any conversation with a mail server: a claim that is older was left behind by a crash. */
const claimSeconds = 75;

/**
 * Why the newest mail that waits did not leave, such as `ECONNREFUSED`. Null: none waits, one that was written later left, or
 * the server only asked to be tried later.
 */
export async function whyMailWaits({ pool }: Db): Promise<string | null> {
  const { rows: waiting } = await pool.query<{ failure: string }>(
    `select failure from mail_message waiting
     where status in ('RETRYING', 'SENDING') and failure is not null and failure not like '4%'
       and not exists (select from mail_message where status = 'SENT' and created_at > waiting.created_at)
     order by created_at desc limit 1`,
  );
  return waiting[0]?.failure ?? null;
}

/** How many seconds a look is good for: some servers count who signs in, and this is soon enough before somebody waits for a mail. */
const lookSeconds = 300;
const addressField = 'mail.server';

/** Why no mail could leave when somebody looked last, such as `535 5.7.8`. Null: it could, or nobody has looked at this server yet. */
export async function whyMailWouldWait({ pool, keyring }: Db, address: string): Promise<string | null> {
  const { rows: looks } = await pool.query<{ failure: string }>(
    `select failure from mail_server_look where server_digest = any($1) and failure is not null and failure not like '4%'`,
    [keyring.blindIndexes(addressField, address)],
  );
  return looks[0]?.failure ?? null;
}

/**
 * Brings mail on its way. Of two workers one has a mail in hand. Still it leaves at least once, not exactly once: when a
 * process dies after the server has taken it and before that is written down, it is sent again under the same Message-ID.
 */
export class MailService {
  constructor(private readonly parts: MailServiceParts) {}

  async send(messageId: string, log: Log): Promise<void> {
    const mail = await transaction(this.parts.db, (tx) => this.#claim(tx, messageId));
    if (!mail) return;
    try {
      const left = await this.parts.carrier.carry(mail);
      await this.#settle(mail, left ? 'deliver' : 'keep');
    } catch (error) {
      if (!(error instanceof MailFailure)) throw error;
      const given = error.final || mail.attempt >= this.parts.settings.read(mailAttempts);
      log.warn(
        { messageId, notice: mail.notice, code: error.code, attempt: mail.attempt, given },
        'a mail did not leave',
      );
      await this.#settle(mail, given ? 'bounce' : 'defer', error);
    }
  }

  /** Goes to the server before anybody waits for a mail: when the last look was a while ago, or at another server. */
  async lookAtServer(log: Log): Promise<void> {
    const { db, keyring, carrier } = this.parts;
    const address = carrier.address();
    if (address === null) return;
    const { rows: recent } = await db.pool.query(
      `select from mail_server_look
        where server_digest = any($1) and looked_at > now() - make_interval(secs => ${lookSeconds})`,
      [keyring.blindIndexes(addressField, address)],
    );
    if (recent.length > 0) return;
    const failure = await failureOf(carrier.knock());
    if (failure !== null) log.warn({ code: failure }, 'the mail server cannot be used');
    await db.pool.query(
      `insert into mail_server_look (server_digest, failure) values ($1, $2)
       on conflict (latest) do update set server_digest = excluded.server_digest, failure = excluded.failure, looked_at = now()`,
      [keyring.blindIndex(addressField, address), failure],
    );
  }

  /** Null: it has left, or was given up. Throws while another worker has it, so that the job comes back. */
  async #claim(tx: Transaction, id: string): Promise<Claimed | null> {
    const [found] = await rows<{
      status: MailStatus;
      taken: boolean;
      attempts: number;
      accountId: string;
      notice: string;
      language: string;
      recipient: Buffer;
      content: Buffer;
    }>(
      tx,
      `select status, status = 'SENDING' and next_attempt_at > now() as taken, attempts, account_id as "accountId", notice, language, recipient_sealed as recipient,
              content_sealed as content
       from mail_message where id = $1 for update`,
      [id],
    );
    if (!found || !mailMoves.claim.from.includes(found.status)) return null;
    if (found.taken) throw new Error('another worker has this mail in hand');
    const { keyring } = this.parts;
    const attempt = found.attempts + 1;
    await tx.query(
      `update mail_message set status = $2, attempts = $3, next_attempt_at = now() + make_interval(secs => $4) where id = $1`,
      [id, nextStatus(found.status, mailMoves.claim, 'claim'), attempt, claimSeconds],
    );
    return {
      id,
      attempt,
      accountId: found.accountId,
      notice: found.notice,
      language: found.language,
      to: openRecipient(keyring, id, found.recipient),
      ...openMail(keyring, id, found.content),
    };
  }

  async #settle(mail: Claimed, move: MailMove, failure?: MailFailure): Promise<void> {
    await transaction(this.parts.db, async (tx) => {
      const [current] = await rows<{ status: MailStatus }>(
        tx,
        'select status from mail_message where id = $1 and attempts = $2 for update',
        [mail.id, mail.attempt],
      );
      // Somebody else took over what seemed abandoned, or the person is gone.
      if (!current) return;
      const rest = move === 'defer' ? this.#restAfter(mail.attempt) : null;
      await tx.query(
        `update mail_message set status = $2, failure = $3, next_attempt_at = now() + make_interval(secs => $4),
                settled_at = case when $4::int is null then now() end
         where id = $1`,
        [mail.id, nextStatus(current.status, mailMoves[move], move), failure?.code ?? null, rest],
      );
      if (rest !== null)
        await this.parts.jobs.enqueue(
          tx,
          sendMailJob,
          { messageId: mail.id },
          { startAfter: rest, singletonKey: mail.id },
        );
      // That a mail left says more than any look.
      if (move === 'deliver') await tx.query('update mail_server_look set failure = null where failure is not null');
      if (move === 'deliver' || failure?.final) await this.#flag(tx, mail, failure !== undefined);
    });
  }

  /** Only what the account's own address answered says something about that address. */
  async #flag(tx: Transaction, { accountId, to }: Claimed, comesBack: boolean): Promise<void> {
    await tx.query(
      `update account set mail_bounced_at = case when $3 then now() end
       where id = $1 and email_index = any($2) and (mail_bounced_at is not null) <> $3`,
      [accountId, emailIndexes(this.parts.keyring, to), comesBack],
    );
  }

  #restAfter(attempt: number): number {
    return Math.min(longestRest, this.parts.settings.read(mailRetrySeconds) * 2 ** (attempt - 1));
  }
}

async function failureOf(knocking: Promise<void>): Promise<string | null> {
  try {
    await knocking;
    return null;
  } catch (error) {
    if (!(error instanceof MailFailure)) throw error;
    return error.code;
  }
}
