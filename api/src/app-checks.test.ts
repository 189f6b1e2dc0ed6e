import { expect, test } from 'vitest';
import { storageCheck } from './app-checks.ts';
import { HealthService } from './operations/health.service.ts';
import { StorageError } from './platform/object-storage.ts';

const storeThat = async (fails: Error) => {
  const storage = storageCheck({ check: () => Promise.reject(fails) });
  const { checks } = await new HealthService({ instanceId: '', version: '', checks: { storage } }).look();
  return checks[0];
};

test('a store that cannot be written is told by a key, so that everybody reads it in their language', async () => {
  expect(await storeThat(new StorageError('FULL', null))).toMatchObject({ status: 'DOWN', finding: 'STORE_FULL' });
  expect(await storeThat(new StorageError('UNAVAILABLE', null))).toMatchObject({ finding: 'STORE_UNREACHABLE' });
  expect(await storeThat(new Error('access denied'))).toMatchObject({ finding: null, detail: 'access denied' });
});
