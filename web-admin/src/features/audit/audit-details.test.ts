import { expect, test } from 'vitest';
import { readDetails } from './audit-details';

test.each<[string, string, ReturnType<typeof readDetails>]>([
  ['nothing', '{}', { changes: [], others: [] }],
  [
    'numbers and ids',
    '{"count": 2, "queue": "a"}',
    {
      changes: [],
      others: [
        ['count', '2'],
        ['queue', 'a'],
      ],
    },
  ],
  [
    'records that changed',
    '{"before": {"a": 1, "b": null}, "after": {"a": 2, "c": ["x"]}, "scope": "workspace"}',
    {
      changes: [
        { field: 'a', before: '1', after: '2' },
        { field: 'b', before: '', after: '' },
        { field: 'c', before: '', after: '["x"]' },
      ],
      others: [['scope', 'workspace']],
    },
  ],
  [
    'a value that changed',
    '{"before": 5, "after": 7}',
    { changes: [{ field: '', before: '5', after: '7' }], others: [] },
  ],
  [
    'a value that was set',
    '{"before": null, "after": 7}',
    { changes: [{ field: '', before: '', after: '7' }], others: [] },
  ],
  [
    'a value that was taken away',
    '{"before": false, "after": null}',
    { changes: [{ field: '', before: 'false', after: '' }], others: [] },
  ],
  ['no record at all', '[1]', { changes: [], others: [['', '[1]']] }],
])('%s is read', (_what, json, details) => {
  expect(readDetails(json)).toEqual(details);
});
