import { expect, test } from 'vitest';
import { unproven } from './audited-mutations.ts';
import { tablesWrittenBy } from './audited.ts';

test.each([
  ['select * from account where id = $1 for update', []],
  ['select from account where id = $1 for no key update of account', []],
  ['insert into thing (id) values ($1) on conflict (id) do update set name = excluded.name', ['thing']],
  ['with gone as (delete from thing returning id) update other set name = $1', ['thing', 'other']],
  ['UPDATE "account" SET "status" = $1', ['account']],
  ['insert into rate_bucket (key) values ($1)', []],
  [
    'with event as (insert into audit_event (id) values ($1) returning id) insert into audit_pending select id',
    ['audit_event'],
  ],
])('%s writes %j', (text, tables) => {
  expect(tablesWrittenBy(text)).toEqual(tables);
});

test('a mutation that no test carried out with an event is named, unless it has a reason', () => {
  const mutations = ['signOut', 'markNotificationRead', 'changeRole'];
  expect(unproven(mutations, ['changeRole']).filter((line) => !line.endsWith('is no mutation any more'))).toEqual([
    'no test has carried out signOut with an audit event: let one do it, or say here why it leaves none',
  ]);
  expect(unproven(['signOut'], ['signOut'])).toContain('markNotificationRead is no mutation any more');
});
