import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const secret = 's'.repeat(32);
const least = {
  DATABASE_URL: 'postgres://someone:hidden@db.example/app',
  MASTER_KEYS: `1:${Buffer.alloc(32).toString('base64')}`,
  AUDIT_HEADS_FOLDER: '/data/audit-heads',
  AUDIT_KEYS: `1:${Buffer.alloc(32).toString('base64')}`,
  MEDIA_LINK_SECRET: secret,
  CALLBACK_SECRETS: `${secret}, ${secret.replace('s', 't')}`,
  STORAGE_FOLDER: '/data/pictures',
};

function problemsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('the least that must be said, and what follows from it', () => {
  expect(readConfig(least)).toMatchObject({
    environment: 'development',
    port: 4000,
    publicUrl: 'http://localhost:4000',
    webOrigins: ['http://localhost:4000'],
    introspection: true,
    databasePoolSize: 6,
    callback: { secrets: [secret, `t${secret.slice(1)}`], baseUrl: 'http://127.0.0.1:4000' },
    engine: { engine: 'embedded' },
    storage: { driver: 'disk', folder: '/data/pictures' },
    mail: { driver: 'outbox' },
  });
});

test('every problem is told at once, by its name', () => {
  const problems = problemsOf({ PORT: 'http', LOG_LEVEL: 'loud', IMAGE_ENGINE: 'n8n', STORAGE_DRIVER: 's3' });
  const names = problems.map((problem) => problem.slice(0, problem.indexOf(':')));
  expect(new Set(names)).toEqual(
    new Set([
      'AUDIT_HEADS_FOLDER',
      'AUDIT_KEYS',
      'CALLBACK_SECRETS',
      'DATABASE_URL',
      'LOG_LEVEL',
      'MASTER_KEYS',
      'MEDIA_LINK_SECRET',
      'N8N_SIGNING_SECRET',
      'N8N_WEBHOOK_TOKEN',
      'N8N_WEBHOOK_URL',
      'PORT',
      'S3_ACCESS_KEY_ID',
      'S3_BUCKET',
      'S3_ENDPOINT',
      'S3_SECRET_ACCESS_KEY',
      'STAGING_FOLDER',
    ]),
  );
  expect(names).toHaveLength(16);
});

test('master keys come from the environment or from a file', () => {
  expect(readConfig(least).masterKeys).toEqual({
    source: 'environment',
    keys: [{ version: 1, key: Buffer.alloc(32) }],
    sealWith: undefined,
  });
  const fromFile = { ...least, MASTER_KEYS: undefined, MASTER_KEYS_FILE: '/run/secrets/keys', MASTER_KEY_VERSION: '1' };
  expect(readConfig(fromFile).masterKeys).toEqual({ source: 'file', path: '/run/secrets/keys', sealWith: 1 });
});

test('a problem never shows the value it is about', () => {
  const wrong = {
    ...least,
    DATABASE_URL: 'mysql://someone:hidden-1@db.example',
    REDIS_URL: 'hidden-2',
    MASTER_KEYS: '1:hidden-9',
    AUDIT_KEYS: '1:hidden-10',
    MEDIA_LINK_SECRET: 'hidden-3',
    CALLBACK_SECRETS: 'hidden-4',
    PUBLIC_URL: 'hidden-5',
    WEB_ORIGINS: 'hidden-6',
    NODE_ENV: 'hidden-7',
    TRUSTED_PROXIES: '10.0.0.1, hidden-10',
    N8N_WEBHOOK_TOKEN: 'hidden-8',
  };
  const problems = problemsOf(wrong);
  expect(problems).toHaveLength(11);
  expect(problems.join('\n')).not.toContain('hidden');
});

test('an empty variable counts as absent', () => {
  expect(problemsOf({ ...least, STORAGE_FOLDER: '', REDIS_URL: '' })).toEqual([
    'STORAGE_FOLDER: is required, because STORAGE_DRIVER is disk',
  ]);
});

test('production needs an address, a metrics token and a mail server, and hides the schema', () => {
  expect(problemsOf({ ...least, NODE_ENV: 'production' })).toEqual([
    'MAIL_DRIVER: must be smtp, because NODE_ENV is production',
    'PUBLIC_URL: is required, because NODE_ENV is production',
    'METRICS_TOKEN: is required, because NODE_ENV is production',
  ]);
  const mail = { MAIL_DRIVER: 'smtp', SMTP_URL: 'smtp://mail.example', MAIL_FROM: 'Studio <studio@studio.example>' };
  const address = { PUBLIC_URL: 'https://studio.example/', METRICS_TOKEN: secret };
  const production = { ...least, ...mail, ...address, NODE_ENV: 'production' };
  expect(readConfig(production)).toMatchObject({ publicUrl: 'https://studio.example', introspection: false });
});

test('staging is as strict, but its mails may stay in the outbox', () => {
  expect(problemsOf({ ...least, NODE_ENV: 'staging', SEED_DEMO: 'true', SEED_DEMO_PICTURES: 'true' })).toEqual([
    'PUBLIC_URL: is required, because NODE_ENV is staging',
    'METRICS_TOKEN: is required, because NODE_ENV is staging',
    'SEED_DEMO: must not be true, because NODE_ENV is staging',
    'SEED_DEMO_PICTURES: must not be true, because NODE_ENV is staging',
  ]);
  const staging = { ...least, NODE_ENV: 'staging', PUBLIC_URL: 'https://staging.example/', METRICS_TOKEN: secret };
  expect(readConfig(staging)).toMatchObject({ introspection: false, mail: { driver: 'outbox' } });
});

test('mail by SMTP needs a server and a sender', () => {
  expect(problemsOf({ ...least, MAIL_DRIVER: 'smtp' })).toEqual([
    'SMTP_URL: is required, because MAIL_DRIVER is smtp',
    'MAIL_FROM: is required, because MAIL_DRIVER is smtp',
  ]);
  const mail = {
    MAIL_DRIVER: 'smtp',
    SMTP_URL: 'smtps://user:hidden@mail.example',
    MAIL_FROM: 'studio@studio.example',
  };
  expect(readConfig({ ...least, ...mail }).mail).toEqual({
    driver: 'smtp',
    url: 'smtps://user:hidden@mail.example',
    from: 'studio@studio.example',
  });
  const wrong = {
    ...least,
    MAIL_DRIVER: 'smtp',
    SMTP_URL: 'http://hidden',
    MAIL_FROM: 'a@b.example\r\nBcc: hidden@c.example',
  };
  const problems = problemsOf(wrong);
  expect(problems).toHaveLength(2);
  expect(problems.join('\n')).not.toContain('hidden');
});

test('n8n and S3 bring their own settings', () => {
  const config = readConfig({
    ...least,
    IMAGE_ENGINE: 'n8n',
    N8N_WEBHOOK_URL: 'https://n8n.example/webhook/images',
    N8N_WEBHOOK_TOKEN: secret,
    N8N_SIGNING_SECRET: secret,
    STORAGE_DRIVER: 's3',
    S3_ENDPOINT: 'https://s3.example/',
    S3_BUCKET: 'pictures',
    S3_ACCESS_KEY_ID: 'id',
    S3_SECRET_ACCESS_KEY: 'key',
    STAGING_FOLDER: '/data/staging',
  });
  expect(config.engine).toEqual({
    engine: 'n8n',
    webhookUrl: 'https://n8n.example/webhook/images',
    webhookToken: secret,
    signingSecret: secret,
  });
  expect(config.storage).toMatchObject({ driver: 's3', endpoint: 'https://s3.example', presign: false });
});
