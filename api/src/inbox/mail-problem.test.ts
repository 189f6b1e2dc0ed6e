import { expect, test } from 'vitest';
import { mailProblemOf } from './mail-problem.ts';

test.for<[failure: string, problem: string]>([
  ['ECONNREFUSED', 'UNREACHABLE'],
  // Kept by mails of former releases, which did not write down what was behind it.
  ['ESOCKET', 'UNREACHABLE'],
  ['EDNS', 'NOT_FOUND'],
  ['ETIMEDOUT', 'SILENT'],
  ['ECONNECTION', 'BROKEN_OFF'],
  ['ETLS', 'NOT_SECURE'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'NOT_SECURE'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'NOT_SECURE'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NOT_SECURE'],
  ['ERR_SSL_WRONG_VERSION_NUMBER', 'NOT_SECURE'],
  ['EAUTH', 'SIGN_IN_REFUSED'],
  ['530 5.7.0', 'SIGN_IN_REFUSED'],
  ['535', 'SIGN_IN_REFUSED'],
  ['EENVELOPE', 'REFUSED'],
  ['421 4.3.2', 'LATER'],
  ['454 4.7.0', 'LATER'],
  ['550 5.1.1', 'ADDRESS_REFUSED'],
  ['550 5.1.10', 'ADDRESS_REFUSED'],
  ['552 5.2.2', 'ADDRESS_REFUSED'],
  ['553 5.1.8', 'REFUSED'],
  ['554 5.7.1', 'REFUSED'],
  ['550', 'REFUSED'],
  ['250', 'BROKEN_OFF'],
  ['UNKNOWN', 'OTHER'],
  ['constructor', 'OTHER'],
])('%s is %s', ([failure, problem]) => {
  expect(mailProblemOf(failure)).toBe(problem);
});
