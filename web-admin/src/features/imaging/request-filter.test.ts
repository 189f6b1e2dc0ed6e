import { describe, expect, test } from 'vitest';
import { matches, noFilter, readFilter, toVariables, writeFilter, type RequestFilter } from './request-filter';

const read = (query: string): RequestFilter => readFilter(new URLSearchParams(query));
const everything: RequestFilter = { ...noFilter, order: 'NEWEST' };

describe('a filter in the address', () => {
  test.each([
    '',
    'status=failed%2Ctimed-out',
    'failure=ai-error%2Cnew-code',
    'status=pending&person=42&age=1h&order=oldest',
    'from=2026-11-01&to=2026-11-03',
  ])('"%s" is read and written back the same', (query) => {
    expect(writeFilter(read(query)).toString()).toBe(query);
  });

  test('words that mean nothing are left out instead of breaking the page', () => {
    expect(read('status=lost,failed&failure=?,42&age=3y&from=yesterday&to=2026-02-31x&order=sideways')).toEqual({
      ...everything,
      statuses: ['FAILED'],
    });
  });

  test('a preset wins over days, as only one of them can be shown', () => {
    expect(read('age=24h&from=2026-11-01')).toMatchObject({ age: '24h', from: null });
  });
});

describe('what is asked of the server', () => {
  const now = new Date('2026-11-21T12:00:00.000Z');

  test('no filter asks for everything', () => {
    expect(toVariables(everything, now)).toEqual({ filter: {}, order: 'NEWEST' });
  });

  test('codes of failures are asked for as the server knows them', () => {
    expect(toVariables(read('failure=ai-error,new-code'), now).filter).toEqual({
      failureCodes: ['AI_ERROR', 'NEW_CODE'],
    });
  });

  test('a preset is counted back from the full minute', () => {
    expect(toVariables({ ...everything, age: '15m' }, new Date('2026-11-21T12:00:59.999Z')).filter).toEqual({
      createdAfter: '2026-11-21T11:45:00.000Z',
    });
  });

  test('days are whole days of the reader, the last one included', () => {
    expect(toVariables({ ...everything, from: '2026-11-01', to: '2026-11-03' }, now).filter).toEqual({
      createdAfter: new Date(2026, 10, 1).toISOString(),
      createdBefore: new Date(2026, 10, 4).toISOString(),
    });
  });
});

describe('whether a changed request belongs to the list', () => {
  const request = {
    status: 'FAILED',
    createdAt: '2026-11-21T11:50:00.000Z',
    person: { id: 'lena' },
    failure: { code: 'AI_ERROR' },
  } as const;

  test.each<[string, Parameters<typeof matches>[0]['filter'], boolean]>([
    ['no filter', {}, true],
    ['its status', { status: ['FAILED', 'TIMED_OUT'] }, true],
    ['another status', { status: ['PENDING'] }, false],
    ['its failure', { failureCodes: ['RENDER_ERROR', 'AI_ERROR'] }, true],
    ['another failure', { failureCodes: ['RENDER_ERROR'] }, false],
    ['its person', { personId: 'lena' }, true],
    ['another person', { personId: 'mateo' }, false],
    ['a window around it', { createdAfter: '2026-11-21T11:00:00Z', createdBefore: '2026-11-21T12:00:00Z' }, true],
    ['a window after it', { createdAfter: '2026-11-21T11:55:00Z' }, false],
    ['a window before it', { createdBefore: '2026-11-21T11:50:00.000Z' }, false],
  ])('%s', (_, filter, expected) => {
    expect(matches({ filter, order: 'NEWEST' }, request)).toBe(expected);
  });
});
