import { fallbackLanguage } from '../inbox/notice-texts.ts';
import type { Terms } from './terms.entity.ts';

/*
 * Time alone brings versions into force, so statements ask the clock and not when their transaction began: whoever waited
 * for a lock sees what was published meanwhile.
 */

/** SQL: of each document the version in force. */
export const versionsInForce = `(select distinct on (document_key) * from terms_version
  where publish_at <= clock_timestamp() order by document_key, publish_at desc)`;

/** SQL: joins to the version `v` its text `t` in the language of the parameter, or in English. */
export const textIn = (v: string, language: string): string =>
  `cross join lateral (select language, title, body, sha256 from terms_text where version_id = ${v}.id
     order by language = ${language} desc, language = '${fallbackLanguage}' desc, language limit 1) t`;

/** SQL: the version `v` and its text `t` as `TermsRow`. */
export const termsColumns = (v: string): string =>
  `${v}.id, ${v}.document_key as key, ${v}.number, t.language, t.title, t.body, ${v}.required,
   ${v}.publish_at as "inForceSince",
   array(select l.language from terms_text l where l.version_id = ${v}.id order by l.language) as languages,
   not exists (select from terms_version n where n.document_key = ${v}.document_key and n.publish_at > ${v}.publish_at
     and n.publish_at <= clock_timestamp()) as "inForce"`;

export type TermsRow = Terms;

/** SQL: the newest word of the account of the parameter about each version it ever said something about. */
export const lastWords = (account: string): string =>
  `(select distinct on (version_id) version_id, turn, given, at from consent where account_id = ${account}
    order by version_id, turn desc)`;

/** SQL: for each document the newest version that the account has agreed to, and not taken that back. */
export const heldNumbers = (account: string): string =>
  `(select v.document_key, max(v.number) as number from ${lastWords(account)} w
      join terms_version v on v.id = w.version_id where w.given group by v.document_key)`;

/**
 * SQL: when a version `v` stops the account `a` that has not accepted it. Who was here before it has some days; who came
 * later has read it on the way in.
 */
export const stopsAt = (v: string, a: string): string =>
  `(case when ${a}.created_at < ${v}.publish_at then ${v}.publish_at + make_interval(days => ${v}.grace_days) else ${v}.publish_at end)`;
