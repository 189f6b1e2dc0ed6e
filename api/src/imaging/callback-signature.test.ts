import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readStamp, signCallback, verifyCallback, withinTolerance } from './callback-signature.ts';

const delivery = { timestamp: 1763683200, requestId: 'r-1', bodySha256: 'ab'.repeat(32) };
const [now, next] = ['the-secret-of-today-is-long-enough', 'the-secret-of-tomorrow-is-long-too'];
const signed = (secret: string): Buffer[] => readStamp('1763683200', signCallback(secret, delivery))!.signatures;

test('the signature is HMAC-SHA256 over timestamp, request and body hash', () => {
  const hex = createHmac('sha256', now)
    .update(`1763683200.r-1.${'ab'.repeat(32)}`)
    .digest('hex');
  expect(signCallback(now, delivery)).toBe(`v1=${hex}`);
});

describe('verifying', () => {
  test('every live secret is accepted, so that one can be rotated', () => {
    expect(verifyCallback([now, next], signed(next), delivery)).toBe(true);
    expect(verifyCallback([now], signed(next), delivery)).toBe(false);
  });

  test('a sender in the middle of a rotation signs with both', () => {
    expect(verifyCallback([next], [...signed(now), ...signed(next)], delivery)).toBe(true);
  });

  test.for([
    ['another time', { ...delivery, timestamp: delivery.timestamp + 1 }],
    ['another request', { ...delivery, requestId: 'r-2' }],
    ['another body', { ...delivery, bodySha256: 'cd'.repeat(32) }],
  ] as const)('a signature is not good for %s', ([, other]) => {
    expect(verifyCallback([now], signed(now), other)).toBe(false);
  });

  test('nothing is signed by no secret', () => {
    expect(verifyCallback([], signed(now), delivery)).toBe(false);
  });
});

test.for([299, 300, -300])('a clock that is %i seconds off is accepted', (seconds) => {
  expect(withinTolerance(1763683200, new Date((1763683200 + seconds) * 1000))).toBe(true);
});

test.for([301, -301, 86_400, -86_400])('a timestamp %i seconds away is not', (seconds) => {
  expect(withinTolerance(1763683200, new Date((1763683200 + seconds) * 1000))).toBe(false);
});

const hex = 'ab'.repeat(32);

test('signatures of versions to come are skipped', () => {
  expect(readStamp('1', `v2=aa,v1=${hex}`)?.signatures).toHaveLength(1);
});

test.for<[string | undefined, string | undefined]>([
  [undefined, `v1=${hex}`],
  ['1', undefined],
  ['', `v1=${hex}`],
  ['-1', `v1=${hex}`],
  ['1.5', `v1=${hex}`],
  ['1e9', `v1=${hex}`],
  [' 1', `v1=${hex}`],
  ['9'.repeat(13), `v1=${hex}`],
  ['1', ''],
  ['1', hex],
  ['1', 'v1='],
  ['1', `v1=${hex.slice(1)}`],
  ['1', `v1=${hex}00`],
  ['1', `v1=${'zz'.repeat(32)}`],
  ['1', `v2=${hex}`],
  ['1', Array(9).fill(`v1=${hex}`).join(',')],
])('timestamp %j with signature %j is no stamp', ([timestamp, signature]) => {
  expect(readStamp(timestamp, signature)).toBeNull();
});
