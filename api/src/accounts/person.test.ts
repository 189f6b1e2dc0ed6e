import { randomBytes, randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import { Keyring } from '../platform/keyring.ts';
import { personalColumn } from '../platform/personal-data.ts';
import { Account } from './account.entity.ts';
import { personOf } from './person.ts';

const aKeyring = (): Keyring => new Keyring([{ version: 1, key: randomBytes(32) }]);
const sealed = (id: string, name: string): Buffer => keyring.seal(personalColumn(Account, 'displayName').at(id), name);

let keyring: Keyring;
let opens: MockInstance<Keyring['openText']>;
beforeEach(() => {
  vi.useFakeTimers();
  keyring = aKeyring();
  opens = vi.spyOn(keyring, 'openText');
});
afterEach(() => vi.useRealTimers());

test('a name is opened once, however it came, and anew when it was changed', () => {
  const id = randomUUID();
  const before = sealed(id, 'Lena Hartmann');
  for (const nameSealed of [before, before.toString('base64'), before])
    expect(personOf(keyring, { id, nameSealed })).toEqual({ id, displayName: 'Lena Hartmann' });
  expect(opens).toHaveBeenCalledTimes(1);

  expect(personOf(keyring, { id, nameSealed: sealed(id, 'Lena Brandt') }).displayName).toBe('Lena Brandt');
});

test('what was sealed for somebody else opens for nobody, also when it was opened for them', () => {
  const [lena, mateo] = [randomUUID(), randomUUID()];
  const nameSealed = sealed(lena, 'Lena Hartmann');
  personOf(keyring, { id: lena, nameSealed });
  expect(() => personOf(keyring, { id: mateo, nameSealed })).toThrow('does not open here');
});

test('another keyring does not know it', () => {
  const id = randomUUID();
  const nameSealed = sealed(id, 'Lena Hartmann');
  personOf(keyring, { id, nameSealed });
  expect(() => personOf(aKeyring(), { id, nameSealed })).toThrow('does not open here');
});

test('what nobody looks at is forgotten after two minutes', () => {
  const id = randomUUID();
  const row = { id, nameSealed: sealed(id, 'Lena Hartmann') };
  personOf(keyring, row);
  vi.advanceTimersByTime(59_000);
  personOf(keyring, row);
  expect(opens).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(120_000);
  expect(vi.getTimerCount()).toBe(0);
  personOf(keyring, row);
  expect(opens).toHaveBeenCalledTimes(2);
});

test('more names than are kept push out those of long ago', () => {
  const rows = Array.from({ length: 5_000 }, () => {
    const id = randomUUID();
    return { id, nameSealed: sealed(id, 'Somebody') };
  });
  for (const row of rows) personOf(keyring, row);
  opens.mockClear();
  personOf(keyring, rows.at(-1)!);
  expect(opens).not.toHaveBeenCalled();
  personOf(keyring, rows[0]!);
  expect(opens).toHaveBeenCalledTimes(1);
});
