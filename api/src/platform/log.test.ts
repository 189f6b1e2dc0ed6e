import { expect, test } from 'vitest';
// Declares what is personal about people.
import '../accounts/account.entity.ts';
import { createLog, type Log } from './log.ts';

function logged(write: (log: Log) => void): Record<string, unknown>[] {
  const lines: string[] = [];
  write(createLog({ logLevel: 'info' }, 'api', { write: (line) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('a line carries the ids of its request', () => {
  const [line] = logged((log) => log.child({ requestId: 'r1', accountId: 'a1' }).info({ images: 2 }, 'stored'));
  expect(line).toMatchObject({
    level: 'info',
    name: 'api',
    msg: 'stored',
    requestId: 'r1',
    accountId: 'a1',
    images: 2,
  });
  expect(Date.parse(line?.time as string)).not.toBeNaN();
});

test('personal data, prompts and secrets are removed wherever they stand', () => {
  const [line] = logged((log) =>
    log.info({
      email: 'hidden-1',
      input: { prompt: 'hidden-2', negative_prompt: 'hidden-3', steps: 20 },
      people: [{ displayName: 'hidden-4', phone: 'hidden-9', name_sealed: 'hidden-10', id: 'a1' }],
      former_email: 'hidden-11',
      headers: { Authorization: 'hidden-5', 'set-cookie': 'hidden-6', 'X-Api-Key': 'hidden-7', accept: '*/*' },
      deep: { a: { b: { c: { d: { e: { f: 'hidden-8' } } } } } },
    }),
  );
  expect(JSON.stringify(line)).not.toContain('hidden');
  expect(line).toMatchObject({ input: { steps: 20 }, people: [{ id: 'a1' }] });
});

test('an error tells what happened, not which values it met', () => {
  const error = Object.assign(new Error('duplicate key', { cause: new Error('deeper') }), {
    code: '23505',
    detail: 'Key (email)=(hidden)',
    parameters: ['hidden'],
    driverError: { detail: 'hidden' },
  });
  const [line] = logged((log) => log.error({ err: error }, 'failed'));
  expect(line?.err).toMatchObject({ type: 'Error', message: 'duplicate key', code: '23505' });
  expect(line?.err).toHaveProperty('stack', expect.stringContaining('log.test.ts'));
  expect(line?.err).toHaveProperty('cause.message', 'deeper');
  expect(JSON.stringify(line)).not.toContain('hidden');
});

test('an error logged by itself is described in the same way', () => {
  const [line] = logged((log) => log.error(Object.assign(new Error('broken'), { detail: 'hidden' })));
  expect(line).toMatchObject({ msg: 'broken', err: { message: 'broken' } });
  expect(JSON.stringify(line)).not.toContain('hidden');
});
