import { expect, vi } from 'vitest';
import type { Db } from '../src/platform/db.ts';

/** Until so many statements of this database wait for a lock that another transaction holds. */
export const untilBlocked = ({ pool }: Pick<Db, 'pool'>, count = 1): Promise<void> =>
  vi.waitFor(async () => {
    const { rows } = await pool.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    expect(rows).toHaveLength(count);
  });
