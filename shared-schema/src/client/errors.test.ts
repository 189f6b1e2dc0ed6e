import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { expect, test } from 'vitest';
import { fieldProblems, problemOf } from './errors.ts';

const graphql = (code: string, extensions = {}) =>
  new CombinedGraphQLErrors({ errors: [{ message: 'no', extensions: { code, ...extensions } }] });
const server = (statusCode: number) =>
  new ServerError('no', { response: new Response(null, { status: statusCode }), bodyText: '' });

test.each([
  ['a code of the API', graphql('CONFLICT'), 'CONFLICT'],
  ['a code that nobody knows', graphql('SOMETHING'), 'INTERNAL_SERVER_ERROR'],
  ['no answer', new TypeError('Failed to fetch'), 'UNREACHABLE'],
  ['a gateway without its server', server(502), 'UNREACHABLE'],
  ['too many requests before GraphQL', server(429), 'RATE_LIMITED'],
  ['a broken server', server(500), 'INTERNAL_SERVER_ERROR'],
  ['a bug of ours', new Error('x'), 'INTERNAL_SERVER_ERROR'],
])('%s is told as such', (_name, error, problem) => {
  expect(problemOf(error)).toBe(problem);
});

test('field problems are read from bad input only, and only well-formed ones', () => {
  const steps = { path: 'steps', code: 'TOO_LARGE', message: 'at most 50', bound: 50 };
  expect(fieldProblems(graphql('BAD_USER_INPUT', { fields: [steps, 'odd', null] }))).toEqual([steps]);
  expect(fieldProblems(graphql('CONFLICT'))).toEqual([]);
  expect(fieldProblems(new TypeError('offline'))).toEqual([]);
});
