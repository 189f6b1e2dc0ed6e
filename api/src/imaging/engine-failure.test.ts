import { expect, test } from 'vitest';
import { engineFailure } from './engine-failure.ts';

test('a plain reason is passed on', () => {
  expect(engineFailure({ code: 'NSFW_REFUSED', message: 'The model refused this prompt.' })).toEqual({
    code: 'NSFW_REFUSED',
    message: 'The model refused this prompt.',
  });
});

test.for([undefined, '', 'lower case', 'A'.repeat(65), '500', 'X-Y'])(
  '%j is no code, so the general one is used',
  (code) => {
    expect(engineFailure({ ...(code !== undefined && { code }), message: 'x' }).code).toBe('AI_ERROR');
  },
);

test('no reason is said to be none', () => {
  expect(engineFailure({ message: ' \n ' }).message).toBe('The image engine gave no reason.');
});

test('a long reason is cut, and line breaks and control characters become spaces', () => {
  const { message } = engineFailure({ message: `a\n\tb\u0000c\u202ed ${'word '.repeat(200)}` });
  expect(message.startsWith('a b c d word')).toBe(true);
  expect(message.length).toBeLessThanOrEqual(300);
});

test('of a reason that is too long to be looked through, no half of a secret is told', () => {
  const reported = `${'password=hunter22 '.repeat(110)}${key}`;
  expect(reported.slice(0, 2000)).toContain(key.slice(0, 12));
  expect(engineFailure({ message: reported }).message).not.toContain(key.slice(0, 4));
  expect(engineFailure({ message: 'a-'.repeat(50_000) }).message).toBe('The image engine gave no reason.');
});

const key = 'r8_4bX9kQ2mZ7vT1cY6wP3nL5sD8fG0hJ';
test.for([
  `401 with {"authorization":"Bearer ${key}"}`,
  `Authorization: Bearer ${key}`,
  `x-api-key: ${key}`,
  `request failed: token=${key}&x=1`,
  `password = "${key}"`,
  `https://user:${key}@ai.example/run?key=1 answered 500`,
  `GET https://ai.example/out.png?X-Amz-Signature=${key}`,
  `the key ${key}${key} is invalid`,
  `Basic ${Buffer.from(`user:${key}`).toString('base64')}`,
])('no secret leaks from %j', (message) => {
  expect(engineFailure({ message }).message).not.toContain(key.slice(0, 12));
});
