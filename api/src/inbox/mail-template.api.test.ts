import { spokenLanguages } from '@influencegen/shared-schema/contract/languages';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestAccount } from '../../test/actors.ts';
import { anAccount, anAdministrator, anInfluencer } from '../../test/builders.ts';
import { mailsTo } from '../../test/mail.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import { factorAddedNotice, recoveryCodeUsedNotice } from '../accounts/second-factor.notices.ts';

interface TemplateText {
  language: string;
  revision: number;
  edited: boolean;
  subject: string;
  body: string;
  shippedSubject: string;
}
interface Template {
  notice: string;
  texts: TemplateText[];
  variables: { name: string; isLink: boolean }[];
}

const fields = `notice description optional channels variables { name example isLink }
  texts { language revision edited subject body shippedSubject shippedBody changedAt }`;
const TEMPLATES = `{ mailTemplates { ${fields} } }`;
const TEMPLATE = `query ($notice: ID!) { mailTemplate(notice: $notice) { ${fields} } }`;
const VERSIONS = `query ($notice: ID!, $language: String!) {
  mailTemplateVersions(notice: $notice, language: $language) { version subject body author { displayName } } }`;
const PREVIEW = 'query ($input: MailTextInput!) { mailPreview(input: $input) { subject text html } }';
const SAVE = `mutation ($input: MailTextInput!, $revision: Int!) { saveMailTemplate(input: $input, revision: $revision) { ${fields} } }`;
const RESET = `mutation ($notice: ID!, $language: String!, $revision: Int!) {
  resetMailTemplate(notice: $notice, language: $language, revision: $revision) { ${fields} } }`;
const TEST = 'mutation ($input: MailTextInput!) { sendTestMail(input: $input) }';

let world: World;
let staff: TestAccount;
beforeAll(async () => {
  world = await aWorld();
  staff = await anAdministrator(world, { displayName: 'Ada' });
});
afterAll(() => world.stop());

const notice = recoveryCodeUsedNotice.key;
const text = (subject: string, body = 'You have {{left}} left, {{name}}.', language = 'en') => ({
  input: { notice, language, subject, body },
});
const save = (subject: string, revision: number, body?: string) =>
  world.as(staff).run<{ saveMailTemplate: Template }>(SAVE, { ...text(subject, body), revision });
const inEnglish = async (key = notice): Promise<TemplateText> => {
  const { data } = await world.as(staff).run<{ mailTemplate: Template }>(TEMPLATE, { notice: key });
  return data.mailTemplate.texts.find(({ language }) => language === 'en')!;
};

test('whoever proved long ago who they are does so again before they change a text', async () => {
  const other = await anAdministrator(world);
  await world.as(other).token();
  await world.db.pool.query(`update session set verified_at = now() - interval '1 hour' where account_id = $1`, [
    other.id,
  ]);
  const { errors } = await world.as(other).run(SAVE, { ...text('Hello', 'Text'), revision: 0 });
  expect(errors[0]?.extensions).toEqual({ code: 'FORBIDDEN', stepUp: true });
});

test('every notice is listed with its texts and what they may contain', async () => {
  const { data } = await world.as(staff).run<{ mailTemplates: Template[] }>(TEMPLATES);
  const found = data.mailTemplates.find((one) => one.notice === notice)!;
  expect(found.texts.map(({ language, revision, edited }) => [language, revision, edited])).toEqual(
    spokenLanguages.map((language) => [language, 0, false]),
  );
  expect(found.variables).toMatchObject([{ name: 'name' }, { name: 'left', isLink: false }]);
});

test('a changed text is what people read from then on; reset, they read that of the release again', async () => {
  const lena = await anInfluencer(world, { displayName: 'Lena' });
  const tell = () =>
    transaction(world.db, (tx) =>
      world.app.notifier.notify(tx, recoveryCodeUsedNotice, { accountId: lena.id, variables: { left: '3' } }),
    );
  const { data } = await save('Only {{left}} left', 0);
  expect(data.saveMailTemplate.texts[0]).toMatchObject({ revision: 1, edited: true, subject: 'Only {{left}} left' });
  await tell();
  await save('{{left}} codes', 1);
  await tell();
  const reset = await world
    .as(staff)
    .run<{ resetMailTemplate: Template }>(RESET, { notice, language: 'en', revision: 2 });
  expect(reset.data.resetMailTemplate.texts[0]).toMatchObject({ revision: 3, edited: false });
  await tell();
  const { shippedSubject } = await inEnglish();
  expect((await mailsTo(world, lena)).map(({ subject }) => subject)).toEqual([
    'Only 3 left',
    '3 codes',
    shippedSubject,
  ]);
  expect((await mailsTo(world, lena))[0]!.text).toContain('You have 3 left, Lena.');

  const { data: history } = await world.as(staff).run(VERSIONS, { notice, language: 'en' });
  expect(history).toEqual({
    mailTemplateVersions: [
      { version: 3, subject: null, body: null, author: { displayName: 'Ada' } },
      {
        version: 2,
        subject: '{{left}} codes',
        body: 'You have {{left}} left, {{name}}.',
        author: { displayName: 'Ada' },
      },
      {
        version: 1,
        subject: 'Only {{left}} left',
        body: 'You have {{left}} left, {{name}}.',
        author: { displayName: 'Ada' },
      },
    ],
  });
  const { rows } = await world.db.pool.query(
    `select action, details from audit_event where record_type = 'mailTemplate' order by id`,
  );
  expect(rows).toEqual([
    { action: 'mailTemplate.change', details: { language: 'en', version: 1 } },
    { action: 'mailTemplate.change', details: { language: 'en', version: 2 } },
    { action: 'mailTemplate.reset', details: { language: 'en', version: 3 } },
  ]);
});

test('of two people who change the same text at once, one is told that it has changed', async () => {
  const { revision } = await inEnglish();
  const answers = await Promise.all(['One', 'Another'].map((subject) => save(subject, revision)));
  const codes = answers.flatMap(({ errors }) => errors.map(({ extensions }) => extensions.code));
  expect(codes).toEqual(['CONFLICT']);
  expect((await inEnglish()).revision).toBe(revision + 1);
});

test('saved twice, a text has one version', async () => {
  const { revision } = await inEnglish();
  await save('Just once', revision);
  expect((await save('Just once', revision)).errors).toEqual([]);
  expect((await inEnglish()).revision).toBe(revision + 1);
});

test('a preview shows examples, and nothing is stored', async () => {
  const { revision } = await inEnglish();
  const { data } = await world
    .as(staff)
    .run<{ mailPreview: { html: string } }>(PREVIEW, text('{{left}} left', 'Dear **{{name}}**\n\n<script>x</script>'));
  expect(data).toMatchObject({
    mailPreview: {
      subject: '9 left',
    },
  });
  expect(data.mailPreview.html).toContain('Dear <strong>Lena Okafor</strong>');
  expect(data.mailPreview.html).not.toContain('<script');
  expect((await inEnglish()).revision).toBe(revision);
});

test('a test mail goes to whoever asks for it', async () => {
  const { data } = await world.as(staff).run<{ sendTestMail: string }>(TEST, text('A try {{left}}'));
  const mail = (await mailsTo(world, staff)).at(-1);
  expect(mail).toMatchObject({ id: data.sendTestMail, to: staff.email, subject: 'A try 9' });
});

describe('a text is refused by field', () => {
  test.for([
    ['', 'Body', 'subject', 'REQUIRED'],
    ['x'.repeat(151), 'Body', 'subject', 'TOO_LONG'],
    ['Two\r\nBcc: lines', 'Body', 'subject', 'MALFORMED'],
    ['Subject', ' \n ', 'body', 'REQUIRED'],
    ['Subject', 'x'.repeat(10_001), 'body', 'TOO_LONG'],
    ['Subject', 'Dear {{nobody}}', 'body', 'NOT_ALLOWED'],
    ['{{constructor}}', 'Body', 'subject', 'NOT_ALLOWED'],
    ['Subject', 'Dear {{ name', 'body', 'MALFORMED'],
    ['Subject', 'Dear {{first name}}', 'body', 'MALFORMED'],
    ['Subject', '[x](javascript:alert(1))', 'body', 'NOT_ALLOWED'],
    ['Subject', '[x](/somewhere)', 'body', 'NOT_ALLOWED'],
    ['Subject', '[x](https://elsewhere.example/?{{name}})', 'body', 'NOT_ALLOWED'],
  ] as const)('%j with %j: %s %s', async ([subject, body, path, code]) => {
    for (const answer of [
      await save(subject, (await inEnglish()).revision, body),
      await world.as(staff).run(PREVIEW, text(subject, body)),
      await world.as(staff).run(TEST, text(subject, body)),
    ])
      expect(answer.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', fields: [{ path, code }] } }]);
  });

  test('when it would tell another place the link that only the reader may follow', async () => {
    const preview = (body: string) =>
      world.as(staff).run(PREVIEW, {
        input: {
          notice: 'accounts.resetPassword',
          language: 'en',
          subject: 'Subject',
          body: `[Here]({{link}}) ${body}`,
        },
      });
    for (const body of [
      '[there](https://elsewhere.example/?{{link}})',
      'https://elsewhere.example/?{{link}}',
      'elsewhere.example/({{ link }}',
    ])
      expect((await preview(body)).errors[0]?.extensions.fields).toMatchObject([{ path: 'body', code: 'NOT_ALLOWED' }]);
    expect((await preview('or copy it ({{link}}), or this: {{link}}.')).errors).toEqual([]);
  });

  test('and so is a language that we do not speak, and a notice that does not exist', async () => {
    const unspoken = await world.as(staff).run(SAVE, { ...text('Subject', 'Body', 'xx'), revision: 0 });
    expect(unspoken.errors).toMatchObject([{ extensions: { fields: [{ path: 'language', code: 'NOT_ALLOWED' }] } }]);
    const { errors } = await world.as(staff).run(TEMPLATE, { notice: 'made up' });
    expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
  });
});

test('who may not change texts may not read them either', async () => {
  const support = await anAccount(world, 'SUPPORT');
  for (const [operation, variables] of [
    [TEMPLATES, {}],
    [TEMPLATE, { notice }],
    [VERSIONS, { notice, language: 'en' }],
    [PREVIEW, text('Subject')],
    [SAVE, { ...text('Subject'), revision: 0 }],
    [RESET, { notice: factorAddedNotice.key, language: 'en', revision: 0 }],
    [TEST, text('Subject')],
  ] as const) {
    const { errors } = await world.as(support).run(operation, variables);
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  }
});
