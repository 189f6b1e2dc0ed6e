import { join } from 'node:path';
import { z } from 'zod';
import { isAddressOrRange } from './http-address.ts';
import type { MasterKey } from './keyring.ts';

const url = z.url();
const commaList = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const postgresUrl = z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgres://');
/** `version:key`, the key being 32 random bytes in base64. */
const masterKey = z
  .string()
  .regex(/^[1-9]\d{0,3}:[A-Za-z0-9+/]{43}=$/, 'must be a version from 1 to 9999, a colon and 32 bytes in base64')
  .transform((text): MasterKey => {
    const [version, key] = text.split(':') as [string, string];
    return { version: Number(version), key: Buffer.from(key, 'base64') };
  });
export const masterKeyList = commaList.pipe(z.array(masterKey).min(1, 'needs at least one key'));
/** `version:what a key service made of the key`. */
const wrappedKey = z
  .string()
  .regex(/^[1-9]\d{0,3}:\S{16,4096}$/, 'must be a version from 1 to 9999, a colon and what the key service made')
  .transform((text): WrappedKey => {
    const end = text.indexOf(':');
    return { version: Number(text.slice(0, end)), ciphertext: text.slice(end + 1) };
  });
/** 32 random bytes or more, so that nobody guesses it. */
const secret = z.string().min(32, 'must have at least 32 characters');

/** Where the daemon of ClamAV listens. */
export type ClamdAddress = { host: string; port: number } | { path: string };
const clamdAddress = z.string().transform((text, context): ClamdAddress => {
  if (/^unix:\/./.test(text)) return { path: text.slice('unix:'.length) };
  const found = /^(?:tcp:\/\/)?(\[[0-9a-f:]+\]|[^\s:/]+):(\d{1,5})$/i.exec(text);
  if (found && Number(found[2]) <= 65_535) return { host: found[1]!.replace(/^\[|\]$/g, ''), port: Number(found[2]) };
  context.addIssue('must be host:port, or unix: and the path of a socket');
  return z.NEVER;
});

const environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'staging', 'production']).default('development'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000),
  WORKER_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  PUBLIC_URL: url.optional(),
  WEB_ORIGINS: commaList.pipe(z.array(url)).default([]),
  TRUSTED_PROXIES: commaList
    .pipe(z.array(z.string().refine(isAddressOrRange, 'must be addresses or ranges such as 10.0.0.0/8')))
    .default([]),
  GRAPHQL_INTROSPECTION: flag.optional(),
  METRICS_TOKEN: secret.optional(),
  INSTANCE_ID: z.string().max(100).optional(),
  SEED_DEMO: flag.default(false),
  SEED_DEMO_PICTURES: flag.default(false),

  DATABASE_URL: postgresUrl,
  DATABASE_OWNER_URL: postgresUrl.optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(100).default(6),
  REDIS_URL: z
    .string()
    .regex(/^rediss?:\/\//, 'must begin with redis:// or rediss://')
    .optional(),

  MASTER_KEYS: masterKeyList.optional(),
  MASTER_KEYS_FILE: z.string().optional(),
  KEY_SERVICE_URL: url.optional(),
  KEY_SERVICE_TOKEN: z.string().min(8, 'must have at least 8 characters').optional(),
  KEY_SERVICE_KEYS: commaList.pipe(z.array(wrappedKey).min(1, 'needs at least one key')).optional(),
  MASTER_KEY_VERSION: z.coerce.number().int().min(1).max(9999).optional(),
  AUDIT_KEYS: masterKeyList,
  AUDIT_HEADS_DRIVER: z.enum(['file', 's3', 'webhook']).default('file'),
  AUDIT_HEADS_FOLDER: z.string().optional(),
  AUDIT_HEADS_BUCKET: z.string().optional(),
  AUDIT_HEADS_URL: url.optional(),
  AUDIT_HEADS_TOKEN: secret.optional(),
  AUDIT_JOURNAL_FOLDER: z.string().optional(),
  MEDIA_LINK_SECRET: secret,
  CALLBACK_SECRETS: commaList.pipe(z.array(secret).min(1, 'needs at least one secret')),
  CALLBACK_URL: url.optional(),
  CALLBACK_LINK_HOSTS: commaList.default([]),
  CALLBACK_LINK_ALLOW_LOOPBACK: flag.default(false),

  IMAGE_ENGINE: z.enum(['embedded', 'n8n']).default('embedded'),
  N8N_WEBHOOK_URL: url.optional(),
  N8N_WEBHOOK_TOKEN: secret.optional(),
  N8N_SIGNING_SECRET: secret.optional(),

  STORAGE_DRIVER: z.enum(['disk', 's3']).default('disk'),
  STORAGE_FOLDER: z.string().optional(),
  STAGING_FOLDER: z.string().optional(),
  S3_ENDPOINT: url.optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_PRESIGN: flag.default(false),

  YOUTUBE_CLIENT_ID: z.string().min(1).optional(),
  YOUTUBE_CLIENT_SECRET: z.string().min(1).optional(),
  TWITCH_CLIENT_ID: z.string().min(1).optional(),
  TWITCH_CLIENT_SECRET: z.string().min(1).optional(),

  IDENTITY_PROVIDER: z.enum(['manual', 'stripe']).default('manual'),
  STRIPE_SECRET_KEY: z.string().min(8, 'must have at least 8 characters').optional(),
  STRIPE_IDENTITY_WEBHOOK_SECRET: secret.optional(),
  PAYOUT_PROVIDER: z.enum(['none', 'stripe']).default('none'),
  STRIPE_CONNECT_WEBHOOK_SECRET: secret.optional(),
  STRIPE_API_URL: url.default('https://api.stripe.com'),
  CLAMD_ADDRESS: clamdAddress.optional(),

  MAIL_DRIVER: z.enum(['outbox', 'smtp']).default('outbox'),
  SMTP_URL: z
    .string()
    .refine(
      (text) => /^smtps?:\/\/./.test(text) && URL.canParse(text),
      'must be an address that begins with smtp:// or smtps://',
    )
    .optional(),
  MAIL_FROM: z
    .string()
    .max(320)
    .regex(/^[^\r\n]*[^\s@<>]+@[^\s@<>]+>?$/, 'must be an e-mail address, or a name and <address>')
    .optional(),

  WEB_INFLUENCER_FOLDER: z.string().optional(),
  WEB_ADMIN_FOLDER: z.string().optional(),
});

type Environment = z.infer<typeof environment>;

export type EngineConfig =
  | { engine: 'embedded' }
  | { engine: 'n8n'; webhookUrl: string; webhookToken: string; signingSecret: string };

export type StorageConfig =
  | { driver: 'disk'; folder: string }
  | {
      driver: 's3';
      endpoint: string;
      region: string;
      bucket: string;
      accessKeyId: string;
      secretAccessKey: string;
      presign: boolean;
      stagingFolder: string;
    };

/** What seals personal data and secrets: `sealWith`, or else the newest version, seals, and all of them open. */
export type MasterKeysConfig = { sealWith: number | undefined } & (
  | { source: 'environment'; keys: MasterKey[] }
  | { source: 'file'; path: string }
  | { source: 'service'; url: string; token: string; keys: WrappedKey[] }
);

/** A master key as only the key service can open it. */
export interface WrappedKey {
  version: number;
  ciphertext: string;
}

export type SocialSignInPlatform = 'YOUTUBE' | 'TWITCH';
export interface SocialSignInConfig {
  clientId: string;
  clientSecret: string;
  /** Others than the platform's own; for tests. */
  endpoints?: { authorize: string; token: string; whoAmI: string };
}

export interface StripeConfig {
  secretKey: string;
  apiUrl: string;
}

/** One of Stripe's products, which tells us its news. */
export interface StripeProductConfig {
  stripe: StripeConfig;
  webhookSecret: string;
}

/** Who looks at identity documents: staff, or a provider on its own page. */
export type IdentityConfig = { provider: 'manual' } | ({ provider: 'stripe' } & StripeProductConfig);

/** Who verifies payout accounts besides staff: nobody, or a provider on its own page. */
export type PayoutConfig = { provider: 'none' } | ({ provider: 'stripe' } & StripeProductConfig);

/** Where the signed heads of the audit trail are kept, out of reach of whoever owns the database. */
export type AuditHeadsConfig =
  | { driver: 'file'; folder: string }
  | {
      driver: 's3';
      endpoint: string;
      region: string;
      bucket: string;
      accessKeyId: string;
      secretAccessKey: string;
    }
  | { driver: 'webhook'; url: string; token: string };

/** `none`: documents are looked through, but no scanner is asked about viruses. */
export type VirusScannerConfig = { driver: 'none' } | { driver: 'clamd'; address: ClamdAddress };

export interface SmtpConfig {
  driver: 'smtp';
  /** `smtp://` speaks TLS as soon as the server offers it, `smtps://` from the start. */
  url: string;
  from: string;
}

/** `outbox`: nothing leaves; what would have been sent is read in web-admin. */
export type MailConfig = { driver: 'outbox' } | SmtpConfig;

export interface Config {
  environment: Environment['NODE_ENV'];
  logLevel: Environment['LOG_LEVEL'];
  host: string;
  port: number;
  /** Where a worker tells how it is. Undefined: nowhere. */
  workerPort: number | undefined;
  /** Where people reach the API, without a trailing slash. */
  publicUrl: string;
  /** Origins that a browser may call from: the public one and those of apps hosted elsewhere. */
  webOrigins: string[];
  trustedProxies: string[];
  introspection: boolean;
  metricsToken: string | undefined;
  /** Given by whoever started the process, so that its health answer proves which process speaks. */
  instanceId: string | undefined;
  /** Adds fictional people with public passwords. */
  seedDemo: boolean;
  /** Also what these people asked the studio for. */
  seedDemoPictures: boolean;
  databaseUrl: string;
  /** The login that owns the tables, used for migrations only. Undefined: one login does everything. */
  databaseOwnerUrl: string | undefined;
  databasePoolSize: number;
  redisUrl: string | undefined;
  masterKeys: MasterKeysConfig;
  /** What marks, seals and signs the audit trail: the newest version writes, all of them verify. Never in the database. */
  auditKeys: MasterKey[];
  auditHeads: AuditHeadsConfig;
  /** Where processes note what they have recorded, out of reach of whoever owns the database. */
  auditJournalFolder: string;
  mediaLinkSecret: string;
  callback: {
    /** The first signs for the embedded engine; all are accepted, so that a secret can be rotated. */
    secrets: string[];
    /** Base of the address that engines post to, without a trailing slash. */
    baseUrl: string;
    /** When not empty, temporary links may only lead to these hosts. */
    linkHosts: string[];
    linkAllowLoopback: boolean;
  };
  engine: EngineConfig;
  storage: StorageConfig;
  /** Platforms whose own sign-in shows whose profile it is. */
  socialSignIn: Partial<Record<SocialSignInPlatform, SocialSignInConfig>>;
  identity: IdentityConfig;
  virusScanner: VirusScannerConfig;
  payout: PayoutConfig;
  mail: MailConfig;
  /** Folders of the built apps, when this process serves them. */
  web: { influencer: string | undefined; admin: string | undefined };
}

/** Every problem of the environment at once, one a line. Never contains a value. */
export class ConfigError extends Error {
  constructor(readonly problems: string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((p) => `  ${p}`).join('\n')}`,
    );
  }
}

/** Where strangers come. Staging is production in all but this: its mails may stay in the outbox. */
const isDeployed = (environment: unknown): boolean => environment === 'production' || environment === 'staging';

const withoutTrailingSlash = (text: string): string => text.replace(/\/+$/, '');

/** Called in main.ts and worker.ts and nowhere else; parts receive what they need. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(filled);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(
        (issue) =>
          `${issue.path.join('.')}: ${filled[String(issue.path[0])] === undefined ? 'is required' : issue.message}`,
      );

  const need = (names: (keyof Environment)[], because: string): void => {
    for (const name of names) if (filled[name] === undefined) problems.push(`${name}: is required, because ${because}`);
  };
  if (filled.IMAGE_ENGINE === 'n8n')
    need(['N8N_WEBHOOK_URL', 'N8N_WEBHOOK_TOKEN', 'N8N_SIGNING_SECRET'], 'IMAGE_ENGINE is n8n');
  if (filled.STORAGE_DRIVER === 's3')
    need(
      ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'STAGING_FOLDER'],
      'STORAGE_DRIVER is s3',
    );
  else need(['STORAGE_FOLDER'], 'STORAGE_DRIVER is disk');
  if (filled.AUDIT_HEADS_DRIVER === 's3')
    need(['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'AUDIT_HEADS_BUCKET'], 'AUDIT_HEADS_DRIVER is s3');
  else if (filled.AUDIT_HEADS_DRIVER === 'webhook')
    need(['AUDIT_HEADS_URL', 'AUDIT_HEADS_TOKEN'], 'AUDIT_HEADS_DRIVER is webhook');
  else need(['AUDIT_HEADS_FOLDER'], 'AUDIT_HEADS_DRIVER is file');
  if (filled.YOUTUBE_CLIENT_ID !== undefined) need(['YOUTUBE_CLIENT_SECRET'], 'YOUTUBE_CLIENT_ID is given');
  if (filled.TWITCH_CLIENT_ID !== undefined) need(['TWITCH_CLIENT_SECRET'], 'TWITCH_CLIENT_ID is given');
  if (filled.IDENTITY_PROVIDER === 'stripe')
    need(['STRIPE_SECRET_KEY', 'STRIPE_IDENTITY_WEBHOOK_SECRET'], 'IDENTITY_PROVIDER is stripe');
  if (filled.PAYOUT_PROVIDER === 'stripe')
    need(['STRIPE_SECRET_KEY', 'STRIPE_CONNECT_WEBHOOK_SECRET'], 'PAYOUT_PROVIDER is stripe');
  if (filled.MAIL_DRIVER === 'smtp') need(['SMTP_URL', 'MAIL_FROM'], 'MAIL_DRIVER is smtp');
  else if (filled.NODE_ENV === 'production') problems.push('MAIL_DRIVER: must be smtp, because NODE_ENV is production');
  if (filled.KEY_SERVICE_URL !== undefined) need(['KEY_SERVICE_TOKEN', 'KEY_SERVICE_KEYS'], 'KEY_SERVICE_URL is given');
  else if (filled.MASTER_KEYS_FILE === undefined)
    need(['MASTER_KEYS'], 'neither MASTER_KEYS_FILE nor KEY_SERVICE_URL is given');
  if (isDeployed(filled.NODE_ENV)) {
    const because = `NODE_ENV is ${String(filled.NODE_ENV)}`;
    need(['PUBLIC_URL', 'METRICS_TOKEN'], because);
    for (const name of ['SEED_DEMO', 'SEED_DEMO_PICTURES'])
      if (filled[name] === 'true') problems.push(`${name}: must not be true, because ${because}`);
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);

  const values = parsed.data;
  const publicUrl = withoutTrailingSlash(values.PUBLIC_URL ?? `http://localhost:${values.PORT}`);
  return {
    environment: values.NODE_ENV,
    logLevel: values.LOG_LEVEL,
    host: values.HOST,
    port: values.PORT,
    workerPort: values.WORKER_PORT,
    publicUrl,
    webOrigins: [...new Set([publicUrl, ...values.WEB_ORIGINS].map((origin) => new URL(origin).origin))],
    trustedProxies: values.TRUSTED_PROXIES,
    introspection: values.GRAPHQL_INTROSPECTION ?? !isDeployed(values.NODE_ENV),
    metricsToken: values.METRICS_TOKEN,
    instanceId: values.INSTANCE_ID,
    seedDemo: values.SEED_DEMO,
    seedDemoPictures: values.SEED_DEMO_PICTURES,
    databaseUrl: values.DATABASE_URL,
    databaseOwnerUrl: values.DATABASE_OWNER_URL,
    databasePoolSize: values.DATABASE_POOL_SIZE,
    redisUrl: values.REDIS_URL,
    masterKeys: {
      sealWith: values.MASTER_KEY_VERSION,
      ...masterKeysOf(values),
    },
    auditKeys: values.AUDIT_KEYS,
    auditHeads: auditHeadsOf(values),
    auditJournalFolder:
      values.AUDIT_JOURNAL_FOLDER ??
      join(values.AUDIT_HEADS_FOLDER ?? values.STORAGE_FOLDER ?? values.STAGING_FOLDER!, 'audit-journal'),
    mediaLinkSecret: values.MEDIA_LINK_SECRET,
    callback: {
      secrets: values.CALLBACK_SECRETS,
      baseUrl: withoutTrailingSlash(values.CALLBACK_URL ?? `http://127.0.0.1:${values.PORT}`),
      linkHosts: values.CALLBACK_LINK_HOSTS,
      linkAllowLoopback: values.CALLBACK_LINK_ALLOW_LOOPBACK,
    },
    engine:
      values.IMAGE_ENGINE === 'n8n'
        ? {
            engine: 'n8n',
            webhookUrl: values.N8N_WEBHOOK_URL!,
            webhookToken: values.N8N_WEBHOOK_TOKEN!,
            signingSecret: values.N8N_SIGNING_SECRET!,
          }
        : { engine: 'embedded' },
    storage:
      values.STORAGE_DRIVER === 's3'
        ? {
            driver: 's3',
            endpoint: withoutTrailingSlash(values.S3_ENDPOINT!),
            region: values.S3_REGION,
            bucket: values.S3_BUCKET!,
            accessKeyId: values.S3_ACCESS_KEY_ID!,
            secretAccessKey: values.S3_SECRET_ACCESS_KEY!,
            presign: values.S3_PRESIGN,
            stagingFolder: values.STAGING_FOLDER!,
          }
        : { driver: 'disk', folder: values.STORAGE_FOLDER! },
    socialSignIn: {
      ...(values.YOUTUBE_CLIENT_ID !== undefined && {
        YOUTUBE: { clientId: values.YOUTUBE_CLIENT_ID, clientSecret: values.YOUTUBE_CLIENT_SECRET! },
      }),
      ...(values.TWITCH_CLIENT_ID !== undefined && {
        TWITCH: { clientId: values.TWITCH_CLIENT_ID, clientSecret: values.TWITCH_CLIENT_SECRET! },
      }),
    },
    identity:
      values.IDENTITY_PROVIDER === 'stripe'
        ? {
            provider: 'stripe',
            stripe: { secretKey: values.STRIPE_SECRET_KEY!, apiUrl: values.STRIPE_API_URL },
            webhookSecret: values.STRIPE_IDENTITY_WEBHOOK_SECRET!,
          }
        : { provider: 'manual' },
    virusScanner:
      values.CLAMD_ADDRESS === undefined ? { driver: 'none' } : { driver: 'clamd', address: values.CLAMD_ADDRESS },
    payout:
      values.PAYOUT_PROVIDER === 'stripe'
        ? {
            provider: 'stripe',
            stripe: { secretKey: values.STRIPE_SECRET_KEY!, apiUrl: values.STRIPE_API_URL },
            webhookSecret: values.STRIPE_CONNECT_WEBHOOK_SECRET!,
          }
        : { provider: 'none' },
    mail:
      values.MAIL_DRIVER === 'smtp'
        ? { driver: 'smtp', url: values.SMTP_URL!, from: values.MAIL_FROM! }
        : { driver: 'outbox' },
    web: { influencer: values.WEB_INFLUENCER_FOLDER, admin: values.WEB_ADMIN_FOLDER },
  };
}

function masterKeysOf(values: Environment) {
  const { KEY_SERVICE_URL: service, MASTER_KEYS_FILE: path } = values;
  if (service !== undefined)
    return {
      source: 'service',
      url: service,
      token: values.KEY_SERVICE_TOKEN!,
      keys: values.KEY_SERVICE_KEYS!,
    } as const;
  return path === undefined
    ? ({ source: 'environment', keys: values.MASTER_KEYS! } as const)
    : ({ source: 'file', path } as const);
}

function auditHeadsOf(values: Environment): AuditHeadsConfig {
  switch (values.AUDIT_HEADS_DRIVER) {
    case 'file':
      return { driver: 'file', folder: values.AUDIT_HEADS_FOLDER! };
    case 's3':
      return {
        driver: 's3',
        endpoint: withoutTrailingSlash(values.S3_ENDPOINT!),
        region: values.S3_REGION,
        bucket: values.AUDIT_HEADS_BUCKET!,
        accessKeyId: values.S3_ACCESS_KEY_ID!,
        secretAccessKey: values.S3_SECRET_ACCESS_KEY!,
      };
    case 'webhook':
      return { driver: 'webhook', url: values.AUDIT_HEADS_URL!, token: values.AUDIT_HEADS_TOKEN! };
  }
}
