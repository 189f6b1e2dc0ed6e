import { expect, test } from 'vitest';
import { aDatabase, asOwner, ownerUrl, testAuditKeys } from '../../test/database.ts';
import { migrations } from '../entities.ts';
import { migrate } from '../platform/db.ts';
import { createLog } from '../platform/log.ts';
import { journalsIn } from './audit-journals.ts';
import { AuditSealer } from './audit.sealer.ts';
import { verifyAudit } from './audit.verify.ts';

test('events of the release before the chain come through, in order of their time, and are sealed', async () => {
  const home = await aDatabase({ migrated: false });
  try {
    const former = migrations.filter(({ name }) => Number(name.slice(-13)) < 1_763_769_600_500);
    await migrate({ ownerUrl: ownerUrl(home.url), applicationUrl: home.url, migrations: former });
    await asOwner(
      home.url,
      `insert into audit_event (at, action, outcome, ip, details) values
         ('2026-01-01T00:00:00.001Z', 'old.first', 'DONE', '192.0.2.1', '{"count": 1}'),
         ('2026-01-02T00:00:00Z', 'old.second', 'REFUSED', null, '{}')`,
    );
    await migrate({ ownerUrl: ownerUrl(home.url), applicationUrl: home.url, migrations });
    const log = createLog({ logLevel: 'silent' }, 'test');
    await new AuditSealer({ db: home.db, keys: testAuditKeys, log }).seal();

    const { rows } = await home.db.pool.query('select action from audit_event order by uid');
    expect(rows).toEqual([{ action: 'old.first' }, { action: 'old.second' }]);
    const findings = await verifyAudit({
      pool: home.db.pool,
      keys: testAuditKeys,
      readOutside: async () => [],
      readTail: async () => null,
      journals: journalsIn(home.db.journal.folder, testAuditKeys),
    });
    expect(findings).toMatchObject({ events: 2, waiting: 0, problems: [] });
    await expect(home.db.pool.query('delete from audit_event')).rejects.toThrow('permission denied');
    await expect(asOwner(home.url, 'update audit_link set position = 9')).rejects.toThrow('append-only');
  } finally {
    await home.drop();
  }
});
