import type { Foundation } from './app-foundation.ts';
import type { HeadPlace } from './audit/audit-head-place.ts';
import { type JournalTrouble, troubleOfJournals } from './audit/audit-journals.ts';
import { sealSeconds } from './audit/audit.settings.ts';
import { waitingForSeal } from './audit/audit.sealer.ts';
import { whyMailWaits, whyMailWouldWait } from './inbox/mail.service.ts';
import { HealthFinding } from './operations/health.ts';
import { type Check, type Found, Unwell } from './operations/health.service.ts';
import type { Config } from './platform/config.ts';
import { StorageError, type ObjectStorage } from './platform/object-storage.ts';
import { inNobodysName } from './platform/request-reach.ts';
import { KeyRotation } from './privacy/key-rotation.ts';
import { type KeyTrouble, troubleOfKeys } from './privacy/keys-at-hand.ts';

export const storageCheck =
  (storage: Pick<ObjectStorage, 'check'>): Check =>
  async () => {
    try {
      await storage.check();
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
      throw new Unwell({ finding: HealthFinding[error.reason === 'FULL' ? 'STORE_FULL' : 'STORE_UNREACHABLE'] });
    }
    return null;
  };

function journalFinding(trouble: JournalTrouble): Found {
  switch (trouble.what) {
    case 'UNWRITABLE':
      return { finding: HealthFinding.AUDIT_JOURNAL_STAYS, value: trouble.reason };
    case 'OTHERS_UNWRITABLE':
      return { finding: HealthFinding.AUDIT_JOURNALS_STAY, value: String(trouble.processes) };
    case 'MISSING':
      return { finding: HealthFinding.AUDIT_MISSING, value: String(trouble.events) };
  }
}

const keyFindings: Record<KeyTrouble['what'], HealthFinding> = {
  MISSING: HealthFinding.KEY_MISSING,
  FOREIGN: HealthFinding.KEY_FOREIGN,
};

/** What the health page asks of this process and of what it stands on. */
export const checksOf = (
  { engine }: Config,
  { db, jobs, settings, storage, events, scanner, carrier }: Foundation,
  headPlace: HeadPlace,
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
    const trouble = await inNobodysName(() => troubleOfKeys(db));
    if (trouble) throw new Unwell({ finding: keyFindings[trouble.what], value: String(trouble.version) });
    const isDue = await new KeyRotation(db).isDue();
    return { finding: isDue ? HealthFinding.SEALING_ANEW : HealthFinding.KEY, value: String(newest) };
  },
  worker: async () => {
    const running = await jobs.workers();
    if (running === 0) throw new Unwell({ finding: HealthFinding.NO_WORKER });
    return running === 1 ? null : { finding: HealthFinding.WORKERS, value: String(running) };
  },
  audit: async () => {
    const waiting = await waitingForSeal(db);
    if (waiting > settings.read(sealSeconds))
      throw new Unwell({ finding: HealthFinding.AUDIT_WAITS, value: String(Math.round(waiting)) });
    const unusable = await headPlace.whyUnusable();
    if (unusable !== null) throw new Unwell({ finding: HealthFinding.AUDIT_HEADS_STAY, value: unusable });
    const trouble = await troubleOfJournals(db);
    if (trouble) throw new Unwell(journalFinding(trouble));
    return null;
  },
  storage: storageCheck(storage),
  events: async () => {
    await events.check();
    return null;
  },
  // What it did with mail, and what a worker found there a while ago: whoever asks here would otherwise sign in there each time.
  mail: async () => {
    const address = carrier.address();
    if (address === null) return { finding: HealthFinding.MAIL_STAYS };
    const waits = await whyMailWaits(db);
    if (waits !== null) throw new Unwell({ finding: HealthFinding.MAIL_WAITS, value: waits });
    const wouldWait = await whyMailWouldWait(db, address);
    if (wouldWait !== null) throw new Unwell({ finding: HealthFinding.MAIL_WOULD_WAIT, value: wouldWait });
    return null;
  },
  ...(scanner && {
    virusScanner: async () => {
      await scanner.check();
      return null;
    },
  }),
  engine: async (signal) => {
    if (engine.engine === 'embedded') return { finding: HealthFinding.PREVIEWS };
    const { ok, status } = await fetch(new URL('/healthz', engine.webhookUrl), { signal });
    if (!ok) throw new Unwell({ finding: HealthFinding.ENGINE_ANSWERS, value: String(status) });
    return { finding: HealthFinding.ENGINE, value: 'n8n' };
  },
});
