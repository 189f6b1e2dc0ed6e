import { randomUUID } from 'node:crypto';
import { personJson, personOf, type PersonRow } from '../accounts/person.ts';
import { fallbackLanguage } from '../inbox/notice-texts.ts';
import type { Actor, SignedInActor } from '../platform/actor.ts';
import { oneSpelling, recordAudit } from '../platform/audit.ts';
import { type Db, rows, transaction, type Transaction } from '../platform/db.ts';
import { AppError, refuse } from '../platform/errors.ts';
import { isoMicroseconds, type Page, pageOf, type PageRequest, readPageRequest } from '../platform/pagination.ts';
import { demand } from '../platform/permission.ts';
import { isUuid } from '../platform/uuid.ts';
import { sealConsentIp } from './sealed-consents.ts';
import { type Consent, type MyTerms, MyTermsState, type Terms, type TermsBlock } from './terms.entity.ts';
import { acceptOwnTerms, demandInPerson, readTerms } from './terms.policy.ts';
import { type TermsName, TermsReplaced, TermsToAccept } from './terms.refusals.ts';
import { heldNumbers, lastWords, stopsAt, termsColumns, type TermsRow, textIn, versionsInForce } from './terms.rows.ts';

export interface ConsentServiceParts {
  db: Db;
  /** Part of the transaction: the consents of this account are others than before. */
  onConsent: (tx: Transaction, actor: Actor, accountId: string) => Promise<void>;
}

/** A document that somebody still has to accept. */
export interface MissingConsent {
  key: string;
  versionId: string;
  number: number;
}

/** A version that somebody agreed to, and when. */
export interface HeldConsent {
  name: string;
  at: Date;
}

interface MyTermsRow extends TermsRow {
  stops: { block: TermsBlock; at: Date }[];
  heldNumber: number | null;
  heldAt: Date | null;
  given: boolean | null;
}

interface ConsentRow extends Omit<Consent, 'person'> {
  person: PersonRow;
  exact: string;
}

/** The word that is about to be said about a version. */
interface Word {
  versionId: string;
  key: string;
  number: number;
  turn: number;
  language: string;
  sha256: Buffer;
}

const mostAtOnce = 20;

/** Who agrees to what. A consent is a row that never changes; what holds follows from the newest about each version. */
export class ConsentService {
  constructor(private readonly parts: ConsentServiceParts) {}

  /** What is in force. For everybody, also before they have an account. */
  async inForce(language: string): Promise<Terms[]> {
    const { rows: found } = await this.parts.db.pool.query<TermsRow>({
      name: 'terms-in-force',
      text: `select ${termsColumns('v')} from ${versionsInForce} v ${textIn('v', '$1')}
             join terms_document d on d.key = v.document_key order by d.created_at, d.key`,
      values: [language],
    });
    return found;
  }

  /** Without `number` what is in force now; an older version is as public as it was then. */
  async terms(key: string, number: number | null, language: string): Promise<Terms> {
    const { rows: found } = await this.parts.db.pool.query<TermsRow>({
      name: 'terms-one',
      text: `select ${termsColumns('v')} from terms_version v ${textIn('v', '$3')}
             where v.document_key = $1 and ($2::int is null or v.number = $2) and v.publish_at <= clock_timestamp()
             order by v.publish_at desc limit 1`,
      values: [key, number, language],
    });
    if (!found[0]) throw new AppError('NOT_FOUND', 'No such terms');
    return found[0];
  }

  async mine(actor: Actor, language: string): Promise<MyTerms[]> {
    const { accountId } = demand(actor, acceptOwnTerms);
    return this.#mine(accountId, language);
  }

  async consents(actor: Actor, page: PageRequest): Promise<Page<Consent>> {
    const { accountId } = demand(actor, acceptOwnTerms);
    return this.#consents('c.account_id', accountId, page);
  }

  /** Who agreed to a version, and who took that back: for staff. */
  async consentsTo(actor: Actor, versionId: string, page: PageRequest): Promise<Page<Consent>> {
    demand(actor, readTerms);
    const { rows: known } = isUuid(versionId)
      ? await this.parts.db.pool.query('select from terms_version where id = $1', [versionId])
      : { rows: [] };
    if (known.length === 0) throw noSuchVersion();
    return this.#consents('c.version_id', versionId, page);
  }

  /** Safe to repeat. Of what was replaced meanwhile nothing is accepted, and nothing else of the same call. */
  async accept(actor: Actor, versionIds: readonly string[], language: string): Promise<MyTerms[]> {
    const person = demandInPerson(actor);
    const wanted = [...new Set(versionIds)];
    if (wanted.length > mostAtOnce)
      throw new AppError('BAD_USER_INPUT', 'Fewer at a time', [
        { path: 'versionIds', code: 'TOO_LARGE', bound: mostAtOnce, message: `At most ${mostAtOnce}` },
      ]);
    if (wanted.some((id) => !isUuid(id))) throw noSuchVersion();

    await transaction(this.parts.db, async (tx) => {
      await lockConsentsOf(tx, person.accountId);
      await this.#demandInForce(tx, wanted, language);
      const words = await rows<Word>(
        tx,
        `select v.id as "versionId", v.document_key as key, v.number, coalesce(w.turn, 0) + 1 as turn, t.language, t.sha256
         from terms_version v ${textIn('v', '$3')} left join ${lastWords('$1')} w on w.version_id = v.id
         where v.id = any($2::uuid[]) and w.given is not true order by v.document_key`,
        [person.accountId, wanted, language],
      );
      await this.#say(tx, person, 'terms.accept', words);
    });
    return this.#mine(person.accountId, language);
  }

  /** Of what is optional. Safe to repeat. */
  async withdraw(actor: Actor, key: string, language: string): Promise<MyTerms> {
    const person = demandInPerson(actor);
    await transaction(this.parts.db, async (tx) => {
      await lockConsentsOf(tx, person.accountId);
      const [current] = await rows<{ required: boolean }>(
        tx,
        `select required from ${versionsInForce} v where document_key = $1`,
        [key],
      );
      if (!current) throw new AppError('NOT_FOUND', 'No such terms');
      if (current.required) throw new AppError('CONFLICT', 'This is not optional: it cannot be taken back');
      const words = await rows<Word>(
        tx,
        `select v.id as "versionId", v.document_key as key, v.number, w.turn + 1 as turn, t.language, t.sha256
         from ${lastWords('$1')} w join terms_version v on v.id = w.version_id ${textIn('v', '$3')}
         where v.document_key = $2 and w.given`,
        [person.accountId, key, language],
      );
      await this.#say(tx, person, 'terms.withdraw', words);
    });
    const mine = (await this.#mine(person.accountId, language)).find((one) => one.key === key);
    if (!mine) throw new AppError('NOT_FOUND', 'No such terms');
    return mine;
  }

  /** For other rooms, inside of their command: refuses while something that blocks this waits to be accepted. */
  async demandAccepted(tx: Transaction, accountId: string, block: `${TermsBlock}`): Promise<void> {
    const missing = await rows<TermsName>(
      tx,
      `select v.id, v.document_key as key, v.number, t.title
       from ${versionsInForce} v join account a on a.id = $1
         left join ${heldNumbers('$1')} h on h.document_key = v.document_key
         ${textIn('v', 'a.language')}
       where $2 = any(v.blocks) and ${isStopped('$2')}
       order by v.document_key`,
      [accountId, block],
    );
    if (missing.length > 0) refuse(new TermsToAccept(missing));
  }

  /**
   * What keeps this person from it: texts they never agreed to, however many days there would still be, and later versions of the
   * others from the day on which those stop them. What blocks something else is not asked for here.
   */
  missing(tx: Transaction, accountId: string, block: `${TermsBlock}`): Promise<MissingConsent[]> {
    return rows<MissingConsent>(
      tx,
      `select v.document_key as key, v.id as "versionId", v.number from ${versionsInForce} v join account a on a.id = $1
         left join ${heldNumbers('$1')} h on h.document_key = v.document_key
       where $2 = any(v.blocks) and (h.number is null or ${isStopped('$2')}) order by v.document_key`,
      [accountId, block],
    );
  }

  /** All of them are in force, and stay so until the transaction ends. */
  async #demandInForce(tx: Transaction, versionIds: readonly string[], language: string): Promise<void> {
    const documents = await rows<{ key: string }>(
      tx,
      `select key from terms_document where key in (select document_key from terms_version where id = any($1::uuid[]))
       order by key for share`,
      [versionIds],
    );
    const keys = documents.map(({ key }) => key);
    const known = await rows<{ id: string; key: string }>(
      tx,
      `select id, document_key as key from terms_version where id = any($1::uuid[]) and publish_at <= clock_timestamp()`,
      [versionIds],
    );
    if (known.length < versionIds.length) throw noSuchVersion();
    const current = await rows<TermsRow>(
      tx,
      `select ${termsColumns('v')} from ${versionsInForce} v ${textIn('v', '$2')} where v.document_key = any($1::text[])`,
      [keys, language],
    );
    const replaced = known.filter(({ id }) => !current.some((one) => one.id === id));
    if (replaced.length > 0)
      refuse(new TermsReplaced(current.filter(({ key }) => replaced.some((old) => old.key === key))));
  }

  async #say(
    tx: Transaction,
    person: SignedInActor,
    action: 'terms.accept' | 'terms.withdraw',
    words: readonly Word[],
  ): Promise<void> {
    const { db, onConsent } = this.parts;
    const ip = oneSpelling(person.ip);
    for (const { versionId, key, number, turn, language, sha256 } of words) {
      const id = randomUUID();
      await tx.query(
        `insert into consent (id, account_id, version_id, turn, given, language, text_sha256)
         values ($1, $2, $3, $4, $5, $6, $7)`,
        [id, person.accountId, versionId, turn, action === 'terms.accept', language, sha256],
      );
      if (ip !== null)
        await tx.query('insert into consent_origin (consent_id, ip_sealed) values ($1, $2)', [
          id,
          sealConsentIp(db.keyring, id, ip),
        ]);
      await recordAudit(tx, person, action, { type: 'termsVersion', id: versionId }, { key, number, consent: id });
    }
    if (words.length > 0) await onConsent(tx, person, person.accountId);
  }

  /**
   * What holds of this person: the versions they agreed to last by their English names, and when, for other rooms that checked who
   * asks.
   */
  held(tx: Transaction, accountId: string): Promise<HeldConsent[]> {
    return rows<HeldConsent>(
      tx,
      `select ${versionName('t')} as name,
         (select max(c.at) from consent c where c.account_id = $1 and c.given and c.version_id = v.id) as at
       from ${heldNumbers('$1')} h
         join terms_version v on v.document_key = h.document_key and v.number = h.number ${textIn('v', '$2')}
       order by v.document_key`,
      [accountId, fallbackLanguage],
    );
  }

  /**
   * How the names that `held` gave are said in another language: of the versions that have a heading in it. For other rooms that
   * checked who asks.
   */
  async namesIn(tx: Transaction, names: readonly string[], language: string): Promise<ReadonlyMap<string, string>> {
    const found = await rows<{ name: string; said: string }>(
      tx,
      `select ${versionName('t')} as name, ${versionName('own')} as said
       from terms_version v ${textIn('v', '$2')} join terms_text own on own.version_id = v.id and own.language = $3
       where ${versionName('t')} = any($1)`,
      [names, fallbackLanguage, language],
    );
    return new Map(found.map(({ name, said }) => [name, said]));
  }

  async #mine(accountId: string, language: string): Promise<MyTerms[]> {
    const { rows: found } = await this.parts.db.pool.query<MyTermsRow>({
      name: 'terms-mine',
      text: `select ${termsColumns('v')}, h.number as "heldNumber", w.given,
               (select max(c.at) from consent c join terms_version cv on cv.id = c.version_id
                where c.account_id = $1 and c.given and cv.document_key = v.document_key and cv.number = h.number) as "heldAt",
               (select coalesce(json_agg(json_build_object('block', s.block, 'at', s.at) order by s.at, s.block), '[]')
                from (select block, min(${stopsAt('s', 'a')}) as at from unnest(v.blocks) block
                      join terms_version s on s.document_key = v.document_key and s.number > coalesce(h.number, 0)
                        and s.number <= v.number and block = any(s.blocks)
                      group by block) s) as stops
             from ${versionsInForce} v ${textIn('v', '$2')}
               join terms_document d on d.key = v.document_key
               join account a on a.id = $1
               left join ${heldNumbers('$1')} h on h.document_key = v.document_key
               left join lateral (select given from consent c join terms_version cv on cv.id = c.version_id
                 where c.account_id = $1 and cv.document_key = v.document_key
                 order by c.at desc, c.turn desc limit 1) w on true
             order by d.created_at, d.key`,
      values: [accountId, language],
    });
    const older = await this.#held(
      found.flatMap(({ key, number, heldNumber }) =>
        heldNumber !== null && heldNumber !== number ? [{ key, number: heldNumber }] : [],
      ),
      language,
    );
    return found.map(({ stops, heldNumber, heldAt, given, ...current }) => ({
      key: current.key,
      state: stateOf(current.number, heldNumber, given),
      current,
      accepted:
        heldNumber === current.number
          ? current
          : (older.find((one) => one.key === current.key && one.number === heldNumber) ?? null),
      acceptedAt: heldAt,
      stops,
    }));
  }

  async #held(wanted: readonly { key: string; number: number }[], language: string): Promise<TermsRow[]> {
    if (wanted.length === 0) return [];
    const { rows: found } = await this.parts.db.pool.query<TermsRow>(
      `select ${termsColumns('v')} from unnest($1::text[], $2::int[]) h (key, number)
         join terms_version v on v.document_key = h.key and v.number = h.number ${textIn('v', '$3')}`,
      [wanted.map(({ key }) => key), wanted.map(({ number }) => number), language],
    );
    return found;
  }

  async #consents(column: 'c.account_id' | 'c.version_id', id: string, page: PageRequest): Promise<Page<Consent>> {
    const { db } = this.parts;
    const { first, after } = readPageRequest(page);
    const { rows: found } = await db.pool.query<ConsentRow>(
      `select c.id, v.document_key as key, v.number, t.title, c.language, c.given, c.at,
              ${personJson('a')} as person, ${isoMicroseconds('c.at')} as exact
       from consent c join terms_version v on v.id = c.version_id ${textIn('v', 'c.language')}
         join account a on a.id = c.account_id
       where ${column} = $1 and ($2::timestamptz is null or (c.at, c.id) < ($2, $3))
       order by c.at desc, c.id desc limit $4`,
      [id, after?.at, after?.id, first + 1],
    );
    const { nodes, pageInfo } = pageOf(found, first, ({ exact, id: last }) => ({ at: exact, id: last }));
    return {
      nodes: nodes.map((row) => ({ ...row, person: personOf(db.keyring, row.person) })),
      pageInfo,
    };
  }
}

/** SQL: what the version `v` is called by its text `t`. */
const versionName = (t: string): string => `${t}.title || ' (' || v.number || ')'`;

/** SQL: a version since the one that the account `a` holds, up to the one in force, stops it from this already. */
const isStopped = (block: string): string =>
  `exists (select from terms_version s where s.document_key = v.document_key and s.number > coalesce(h.number, 0)
     and s.number <= v.number and ${block} = any(s.blocks) and ${stopsAt('s', 'a')} <= clock_timestamp())`;

function stateOf(number: number, heldNumber: number | null, lastGiven: boolean | null): MyTermsState {
  if (heldNumber === number) return MyTermsState.ACCEPTED;
  if (heldNumber !== null) return MyTermsState.CHANGED;
  return lastGiven === false ? MyTermsState.WITHDRAWN : MyTermsState.NEW;
}

/** Two tabs of one person come one after the other. */
const lockConsentsOf = (tx: Transaction, accountId: string): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`consent ${accountId}`]);

const noSuchVersion = (): AppError => new AppError('NOT_FOUND', 'No such version');
