import { describe, expect, test } from 'vitest';
import { draftOf, readDraft, type Shape } from './shape';

const list: Shape = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    properties: { id: { type: 'string', pattern: '^[a-z]+$' }, weight: { type: 'number', minimum: 0, maximum: 2 } },
  },
};

test('what is read back from the fields of an untouched editor is the value', () => {
  const value = [{ id: 'soft', weight: 0.8 }];
  expect(readDraft(list, draftOf(list, value))).toEqual({ value, problems: [] });
});

test('a number may be typed with a comma', () => {
  expect(readDraft({ type: 'number' }, ' 1,5 ')).toEqual({ value: 1.5, problems: [] });
});

describe('a problem names the field, however deep it lies', () => {
  test.each<[unknown, object[]]>([
    [[], [{ path: 'value', code: 'REQUIRED' }]],
    [[{ id: 'Soft', weight: 1 }], [{ path: 'value.0.id', code: 'MALFORMED' }]],
    [[{ id: 'soft', weight: 3 }], [{ path: 'value.0.weight', code: 'TOO_LARGE', bound: 2 }]],
    [[{ id: 'soft' }], [{ path: 'value.0.weight', code: 'REQUIRED' }]],
  ])('%j', (value, problems) => {
    expect(readDraft(list, draftOf(list, value)).problems).toEqual(problems);
  });
});
