import type { Foundation } from './app-foundation.ts';
import { checkJournals } from './audit/audit-journals.ts';
import { sealSeconds } from './audit/audit.settings.ts';
import { waitingForSeal } from './audit/audit.sealer.ts';
import type { Check } from './operations/health.service.ts';
import type { Config } from './platform/config.ts';
import { KeyRotation } from './privacy/key-rotation.ts';

/** What the health page asks of this process and of what it stands on. */
export const checksOf = (
  { engine }: Config,
  { db, jobs, settings, storage, events, scanner }: Foundation,
): Record<string, Check> => ({
  database: async () => {
    await db.pool.query('select 1');
    return null;
  },
  queue: async () => {
    await jobs.check();
    return null;
  },
  keys: async () => {
    const { newest } = db.keyring;
    return (await new KeyRotation(db).isDue()) ? `Sealing anew under key ${newest}` : `Key ${newest}`;
  },
  worker: async () => {
    const running = await jobs.workers();
    if (running === 0) throw new Error('No job worker runs: what people ask for waits');
    return running === 1 ? null : `${running} run`;
  },
  audit: async () => {
    const waiting = await waitingForSeal(db);
    const seconds = Math.round(waiting);
    if (waiting > settings.read(sealSeconds))
      throw new Error(`An event has waited ${seconds} s for its place in the audit chain`);
    await checkJournals(db);
    return null;
  },
  storage: async () => {
    await storage.check();
    return null;
  },
  events: async () => {
    await events.check();
    return null;
  },
  ...(scanner && {
    virusScanner: async () => {
      await scanner.check();
      return null;
    },
  }),
  engine: async (signal) => {
    if (engine.engine === 'embedded') return 'Previews without an AI model';
    const { ok, status } = await fetch(new URL('/healthz', engine.webhookUrl), { signal });
    if (!ok) throw new Error(`n8n answers ${status}`);
    return 'n8n';
  },
});
