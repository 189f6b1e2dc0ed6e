import { expect, test } from 'vitest';
import { choicesFor, countOf, nextChoice, shownCell, withCell, type Draft } from './role-draft';

const role = { key: 'SUPPORT', permissions: [{ permission: 'accounts.read', scope: 'ALL' as const }] };
const reading = { scopes: ['ORGANISATION', 'ALL'] as const, viewerMayGive: ['ORGANISATION', 'ALL'] as const };

test('a change that is taken back leaves nothing behind', () => {
  const none: Draft = {};
  const changed = withCell(none, role, 'accounts.read', 'ORGANISATION');
  expect(shownCell(changed, role, 'accounts.read')).toBe('ORGANISATION');
  expect(countOf(changed)).toBe(1);
  expect(withCell(changed, role, 'accounts.read', 'ALL')).toEqual({});
  expect(shownCell(withCell(changed, role, 'accounts.read', null), role, 'accounts.read')).toBeNull();
});

test('less is always possible, more only as far as one holds it and not for the own role', () => {
  expect(choicesFor('ALL', reading, true)).toEqual([null, 'ORGANISATION', 'ALL']);
  expect(choicesFor(null, reading, true)).toEqual([null]);
  expect(choicesFor(null, reading, false)).toEqual([null, 'ORGANISATION', 'ALL']);
  expect(choicesFor('ORGANISATION', { ...reading, viewerMayGive: [] }, false)).toEqual([null, 'ORGANISATION']);
});

test('one press after the other walks through the choices and begins again', () => {
  const choices = choicesFor(null, reading, false);
  expect(nextChoice(choices, null)).toBe('ORGANISATION');
  expect(nextChoice(choices, 'ALL')).toBeNull();
});
