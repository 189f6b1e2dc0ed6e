import { expect, test } from 'vitest';
import { checkDocumentExpiry, checkDocumentNumber } from './identity-document.ts';

test.each([
  ['c01x 00t-47', { value: 'C01X00T47' }],
  ['12345678Z', { value: '12345678Z' }],
  ['ABCDEF', { problem: 'DOCUMENT_NUMBER_INVALID' }],
  ['A1', { problem: 'DOCUMENT_NUMBER_INVALID' }],
  ['С01X00T47', { problem: 'LOOKALIKE_LETTERS' }],
  ['', { problem: 'REQUIRED' }],
  ['1'.repeat(25), { problem: 'TOO_LONG' }],
  ['<b>1234</b>', { problem: 'DOCUMENT_NUMBER_INVALID' }],
])('the document number %j', (text, expected) => {
  expect(checkDocumentNumber(text)).toEqual(expected);
});

test.each([
  ['2030-01-31', { value: '2030-01-31' }],
  ['2026-05-02', { value: '2026-05-02' }],
  ['2026-05-01', { problem: 'DOCUMENT_EXPIRED' }],
  ['2030-02-30', { problem: 'DATE_INVALID' }],
  ['soon', { problem: 'DATE_INVALID' }],
])('a document that expires on %s, looked at on 1 May 2026', (text, expected) => {
  expect(checkDocumentExpiry(text, { today: '2026-05-01' })).toEqual(expected);
});
