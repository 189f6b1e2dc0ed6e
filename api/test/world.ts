import { join } from 'node:path';
import { type App, type AppParts, createApp } from '../src/app.ts';
import { lackingFactor } from '../src/accounts/second-factor.need.ts';
import type { SessionTokens } from '../src/accounts/session.service.ts';
import { type Config, readConfig } from '../src/platform/config.ts';
import { transaction, type Db } from '../src/platform/db.ts';
import { Caller, type TestAccount } from './actors.ts';
import { watchAudit } from './audited.ts';
import { createDatabase, dropDatabase, testMasterKey } from './database.ts';
import { aFolder } from './folder.ts';
import { freePort } from './free-port.ts';
import { addPasskey } from './passkeys.ts';

/** The whole product on a database of its own, spoken to as its clients do. */
export interface World {
  /** Without a trailing slash. */
  url: string;
  app: App;
  db: Db;
  databaseUrl: string;
  /** Signed in once for each account; null is somebody who is not signed in. */
  as(account: TestAccount | null): Caller;
  stop(): Promise<void>;
}

export interface WorldOptions {
  config?: Partial<Config>;
  parts?: Partial<AppParts>;
  /** Also runs jobs. */
  worker?: boolean;
  /** Of another world, to be its second process. Whoever made it drops it. */
  databaseUrl?: string;
}

/** Signed in with all that it takes: who may do more than look after their own things has a second factor. */
const beginSession = ({ db, settings, sessions }: App, { id }: TestAccount): Promise<SessionTokens> =>
  transaction(db, async (tx) => {
    await tx.query('select from account where id = $1 for no key update', [id]);
    if ((await lackingFactor(tx, settings, id)).length > 0)
      await addPasskey((sql, values) => tx.query(sql, values), db.keyring, id);
    return sessions.begin(tx, { accountId: id, userAgent: null, ip: null, verified: true });
  });

const callbackSecret = 'a secret that signs callbacks in tests';

export async function aWorld({ config, parts, worker = false, databaseUrl }: WorldOptions = {}): Promise<World> {
  const folder = aFolder();
  const ownDatabase = databaseUrl ?? (await createDatabase());
  const app = await createApp(
    {
      ...readConfig({
        NODE_ENV: 'test',
        LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'silent',
        // Known before the app starts, because engines are told where to call back.
        PORT: String(await freePort()),
        // The same for every process of a workspace: it stands in access tokens.
        PUBLIC_URL: 'http://localhost',
        DATABASE_URL: ownDatabase,
        DATABASE_POOL_SIZE: '4',
        MASTER_KEYS: testMasterKey,
        AUDIT_KEYS: testMasterKey,
        AUDIT_HEADS_FOLDER: join(folder, 'audit-heads'),
        MEDIA_LINK_SECRET: 'a secret that signs links to pictures in tests',
        CALLBACK_SECRETS: callbackSecret,
        STORAGE_FOLDER: folder,
      }),
      ...config,
    },
    parts,
  );
  const audit = watchAudit(app.db, app.schema);
  const url = `http://127.0.0.1:${await app.listen()}`;
  if (worker) await app.work();

  const callers = new Map<string | null, Caller>();
  return {
    url,
    app,
    db: app.db,
    databaseUrl: ownDatabase,
    as(account) {
      const key = account?.id ?? null;
      const caller = callers.get(key) ?? new Caller(url, account && (() => beginSession(app, account)));
      callers.set(key, caller);
      return caller;
    },
    async stop() {
      await app.stop();
      if (!databaseUrl) await dropDatabase(ownDatabase);
      if (audit.problems.size > 0) throw new Error([...audit.problems].join('\n'));
    },
  };
}
