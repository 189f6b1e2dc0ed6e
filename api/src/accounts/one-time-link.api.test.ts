import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAdministrator, anInfluencer } from '../../test/builders.ts';
import { aWorld, type World } from '../../test/world.ts';
import { transaction } from '../platform/db.ts';
import type { LinkPurpose } from './one-time-link.ts';

let world: World;
let now = new Date('2026-03-01T10:00:00Z');
beforeAll(async () => {
  world = await aWorld({ parts: { now: () => now } });
});
afterAll(() => world.stop());

const issue = (accountId: string, purpose: LinkPurpose = 'RESET') =>
  transaction(world.db, (tx) => world.app.oneTimeLinks.issue(tx, accountId, purpose, 60));
const redeem = (token: string, purpose: LinkPurpose = 'RESET') =>
  transaction(world.db, (tx) => world.app.oneTimeLinks.redeem(tx, token, purpose));
const holder = (token: string, purpose: LinkPurpose = 'RESET') => world.app.oneTimeLinks.holder(token, purpose);

test('a link opens once, for its own purpose only', async () => {
  const { id } = await anInfluencer(world);
  const token = await issue(id);
  expect(await redeem(token, 'INVITATION')).toBeNull();
  expect(await holder(token, 'INVITATION')).toBeNull();
  expect(await holder(token)).toBe(id);
  expect(await redeem(token)).toBe(id);
  expect(await redeem(token)).toBeNull();
  expect(await holder(token)).toBeNull();
  for (const strange of ['', 'x', token.slice(1), `${token} `]) expect(await redeem(strange)).toBeNull();
});

test('a link that was used takes the others of its purpose with it', async () => {
  const { id } = await anInfluencer(world);
  const [first, second, other] = [await issue(id), await issue(id), await issue(id, 'VERIFY')];
  expect(await redeem(first)).toBe(id);
  expect(await redeem(second)).toBeNull();
  expect(await redeem(other, 'VERIFY')).toBe(id);
});

test('of links used at the same moment, one opens', async () => {
  const { id } = await anInfluencer(world);
  const [first, second] = [await issue(id), await issue(id)];
  const opened = await Promise.all([first, second, first, second, first].map((token) => redeem(token)));
  expect(opened.filter((accountId) => accountId !== null)).toEqual([id]);
});

test('a link that is not used within its time opens nothing, and is forgotten', async () => {
  const { id } = await anInfluencer(world);
  const token = await issue(id);
  now = new Date(now.getTime() + 3_600_000 - 1);
  expect(await holder(token)).toBe(id);
  now = new Date(now.getTime() + 1);
  expect(await holder(token)).toBeNull();
  expect(await redeem(token)).toBeNull();
  await world.app.oneTimeLinks.forgetOld();
  const { rows } = await world.db.pool.query('select from one_time_link where account_id = $1', [id]);
  expect(rows).toEqual([]);
});

test('what fails after a link was used leaves it unused', async () => {
  const { id } = await anInfluencer(world);
  const token = await issue(id);
  await expect(
    transaction(world.db, async (tx) => {
      await world.app.oneTimeLinks.redeem(tx, token, 'RESET');
      throw new Error('too short');
    }),
  ).rejects.toThrow('too short');
  expect(await redeem(token)).toBe(id);
});

test('revoked links open nothing', async () => {
  const { id } = await anInfluencer(world);
  const [reset, invitation] = [await issue(id), await issue(id, 'INVITATION')];
  await transaction(world.db, (tx) => world.app.oneTimeLinks.revoke(tx, id, 'INVITATION'));
  expect(await holder(invitation, 'INVITATION')).toBeNull();
  expect(await holder(reset)).toBe(id);
  await transaction(world.db, (tx) => world.app.oneTimeLinks.revoke(tx, id));
  expect(await holder(reset)).toBeNull();
});

test('the token is stored as a digest, and stands behind the # of the app that the person uses', async () => {
  const [lena, ada] = [await anInfluencer(world), await anAdministrator(world)];
  const token = await issue(lena.id);
  const { rows } = await world.db.pool.query('select one_time_link::text as row from one_time_link');
  expect(JSON.stringify(rows)).not.toContain(token);
  const addressOf = (id: string) =>
    transaction(world.db, (tx) => world.app.oneTimeLinks.address(tx, id, 'RESET', token));
  expect(await addressOf(lena.id)).toBe(`${world.app.config.publicUrl}/reset#${token}`);
  expect(await addressOf(ada.id)).toBe(`${world.app.config.publicUrl}/admin/reset#${token}`);
});
