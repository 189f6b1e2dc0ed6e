import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aDatabase, type TestDatabase } from '../../test/database.ts';
// Declares every column that holds sealed values.
import '../app.ts';
import { declaredSealedColumns } from '../platform/sealed-columns.ts';
import { dataDictionary } from './data-dictionary.ts';

let home: TestDatabase;
beforeAll(async () => {
  home = await aDatabase();
});
afterAll(() => home.drop());

/** Bytes that are no secret: digests of what has enough random bits, marks, signatures, public keys. */
const open = /(^|_)(hash|sha256|digest|leaf|root|mark|seal|receipt|signature|public_key)$/;

test('every column of bytes is declared as sealed, is an index of one that is, or holds no secret', async () => {
  const { rows } = await home.db.pool.query<{ table: string; column: string }>(
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and udt_name in ('bytea', '_bytea')`,
  );
  const known = new Set(
    declaredSealedColumns().flatMap(({ table, column, indexes = [] }) =>
      [column, ...indexes.map((index) => index.column)].map((name) => `${table}.${name}`),
    ),
  );
  const found = rows.filter(({ column }) => !open.test(column)).map(({ table, column }) => `${table}.${column}`);
  expect(found.sort()).toEqual([...known].sort());
});

/** Whose whole text is one of a few that the product itself writes: names of things, places in a lifecycle, codes, keys. */
const ownWords =
  /(^|_)(status|kind|key|code|codes|effect|scope|permissions?|action|outcome|type|format|language|purpose|retention|part|provider|event|move|method|problem|engine|role|audience|channel|notice|rhythm|decision|reasons|hints|sections?|use|currency|scheme|country|platform|algorithm|step|asked|seen|field|table_name|column_name|mime_type|time_zone|what)$/;

/** Text that is readable all the same, each with the reason. */
const readable: Record<string, string> = {
  'account.display_name': 'emptied at the first start after the release that sealed it',
  'account.email': 'emptied at the first start after the release that sealed it',
  'account.password_hash': 'Argon2id of a password',
  'account_permission.reason': 'emptied at the first start after the release that sealed it',
  'address_request.ip': 'no longer written: it lies sealed with the request',
  'api_key.addresses': 'servers of integrators, compared with each request',
  'api_key.name': 'what a program is called',
  'api_key.prefix': 'the part of a key that is shown',
  'audit_event.details': 'ids and numbers alone: what is declared as personal is taken out',
  'audit_event.ip': 'part of the proof of who did what, which never changes; searched',
  'audit_event.record_id': 'an id',
  'audit_event.request_id': 'an id',
  'audit_export.filter': 'ids and words of the trail, as an auditor narrowed it',
  'audit_journal.folder': 'a place on a server',
  'audit_journal.host': 'a server',
  'audit_verification.problems': 'ids and numbers of events',
  'identity_check.session_id': 'the number that a service gave a check',
  'identity_check_event.event_id': 'an id of a service',
  'image.sha256': 'a digest',
  'image_request.aspect_ratio': 'a choice',
  'image_request.cancelled_by': 'a code of ours: whose side did it',
  'image_request.execution_id': 'an id of an engine',
  'image_request.failure_message': 'what the engine says of its failure',
  'image_request.idempotency_key': 'an id of a client',
  'image_request.loras': 'a choice',
  'image_request.negative_prompt': 'what a picture shall not show: handed to engines as it is',
  'image_request.prompt': 'what a picture shall show, not who asked for it: handed to engines as it is',
  'image_request.resolution': 'a choice',
  'image_request.style': 'a choice',
  'image_request.traceparent': 'an id',
  'image_request_event.note': 'written by the product: how often it tried',
  'campaign.brief': 'what a brand says of its campaign to every creator',
  'campaign.compensation_note': 'what a brand says of its campaign to every creator',
  'campaign.content': 'what a brand says of its campaign to every creator',
  'campaign.countries': 'choices',
  'campaign.name': 'what a brand says of its campaign to every creator',
  'campaign.niches': 'choices',
  'campaign.platforms': 'choices',
  'campaign.rights_channels': 'choices',
  'campaign.rights_countries': 'choices',
  'campaign.summary': 'what a brand says of its campaign to every creator',
  'document.form': 'a code of ours: which form was asked for',
  'document.reason': 'a code of ours: why it was refused',
  'impersonation.reason': 'emptied at the first start after the release that sealed it',
  'key_rotation.last_id': 'an id',
  'mail_message.failure': 'a code of ours, without the words of the server',
  'mail_server_look.failure': 'a code of ours, without the words of the server',
  'mail_template.body': 'what mails say to everybody',
  'mail_template.subject': 'what mails say to everybody',
  'onboarding_application.asked_within': 'rules of the business',
  'onboarding_section.newly_asked_from': 'a place in a lifecycle',
  'organisation.name': 'a company',
  'passkey.credential_id': 'a random id of a key, asked for at each sign-in',
  'passkey.name': 'emptied at the first start after the release that sealed it',
  'passkey.transports': 'how a key is plugged in',
  'payout_provider_event.event_id': 'an id of a service',
  'payout_verification.provider_account_id': 'an id of a service',
  'review_reason_text.text': 'what the reasons are called, for everybody',
  'review_view.filter': 'choices: names of creators are not part of it',
  'review_view.name': 'what reviewers call a filter',
  'role.description': 'for everybody of the staff',
  'role.name': 'for everybody of the staff',
  'session.ip': 'emptied at the first start after the release that sealed it',
  'session.user_agent': 'emptied at the first start after the release that sealed it',
  'session.limited_to': 'a word of our own',
  'setting_change.after': 'rules of the business; secrets are not part of it',
  'setting_change.before': 'rules of the business; secrets are not part of it',
  'setting_change.reason': 'why a rule of the business was changed',
  'setting_value.value': 'rules of the business; secrets are not part of it',
  'terms_text.body': 'published',
  'terms_text.title': 'published',
  'terms_version.blocks': 'choices',
};

test('every column of text or network addresses is sealed, holds words of our own, or says here why it is readable', async () => {
  const { rows } = await home.db.pool.query<{ name: string; column: string }>(
    `select table_name || '.' || column_name as name, column_name as "column" from information_schema.columns
     where table_schema = 'public' and table_name <> 'migration'
       and udt_name in ('text', '_text', 'citext', 'varchar', '_varchar', 'bpchar', 'inet', 'cidr', 'json', 'jsonb', 'xml')`,
  );
  const undecided = rows.filter(({ name, column }) => !ownWords.test(column) && !(name in readable));
  expect(undecided.map(({ name }) => name).sort()).toEqual([]);
  const names = rows.map(({ name }) => name);
  expect(Object.keys(readable).filter((name) => !names.includes(name))).toEqual([]);
  // What is sealed at the start says so itself.
  const plain = declaredSealedColumns().flatMap(({ table, plain: was }) => (was ? [`${table}.${was}`] : []));
  expect(
    Object.keys(readable)
      .filter((name) => readable[name]!.startsWith('emptied'))
      .sort(),
  ).toEqual(plain.sort());
});

test('the dictionary names each of them', () => {
  const printed = dataDictionary();
  for (const { table, column, description } of declaredSealedColumns())
    expect(printed).toContain(`\`${table}.${column}\` | ${description}`);
});

test('of every table it was decided how long its rows are kept', async () => {
  const { rows } = await home.db.pool.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relname <> 'migration'`,
  );
  const retention = readFileSync(join(import.meta.dirname, '../../../docs/retention.md'), 'utf8');
  const decided = [...retention.matchAll(/^- `(\w+)`/gm)].map(([, name]) => name!);
  const tables = rows.map(({ name }) => name);
  expect([
    ...tables
      .filter((name) => !decided.includes(name))
      .map((name) => `${name} has no line in docs/retention.md: say how long its rows are kept, and what removes them`),
    ...decided.filter((name) => !tables.includes(name)).map((name) => `${name} is no table any more`),
  ]).toEqual([]);
});
