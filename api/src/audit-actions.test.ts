import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accountMoves } from './accounts/account.lifecycle.ts';
import { documentMoves } from './documents/document.lifecycle.ts';
import { imageRequestMoves } from './imaging/image-request.lifecycle.ts';
import { identityCheckMoves } from './onboarding/identity-check/identity-check.lifecycle.ts';
import { payoutVerificationMoves } from './onboarding/payout-account/payout-account.lifecycle.ts';

/** Actions that are named after a move: `imaging.${verb}`. */
const named = {
  'accounts.': accountMoves,
  'documents.': documentMoves,
  'imaging.': imageRequestMoves,
  'onboarding.identityCheck.': identityCheckMoves,
  'payoutAccounts.': payoutVerificationMoves,
};

interface Texts {
  [key: string]: string | Texts;
}

const textOf = (texts: Texts, action: string): string | Texts | undefined =>
  action
    .split('.')
    .reduce<string | Texts | undefined>((at, key) => (typeof at === 'object' ? at[key] : undefined), texts);

test('everything that the audit trail records has a name at the desk', async () => {
  const catalogue = new URL('../../web-admin/src/i18n/en.ts', import.meta.url).href;
  const { default: texts } = (await import(catalogue)) as { default: { auditAction: Texts; auditRecord: Texts } };
  const sources = globSync('**/*.ts', { cwd: import.meta.dirname, exclude: (name) => name.endsWith('.test.ts') });
  const written = sources.flatMap((name) => {
    const source = readFileSync(join(import.meta.dirname, name), 'utf8');
    return [...source.matchAll(/recordAudit\(/g)].flatMap(({ index }) => {
      const [, action] = /'([a-z]\w+(?:\.\w+)+)'/i.exec(source.slice(index, index + 200)) ?? [];
      return action ? [action] : [];
    });
  });
  // Told of in a variable, as what is tried to prove oneself.
  written.push('accounts.secondFactor');
  const records = sources.flatMap((name) => {
    const source = readFileSync(join(import.meta.dirname, name), 'utf8');
    return source.includes('recordAudit(')
      ? [...source.matchAll(/\{ type: '(\w+)', id\b/g)].map(([, type]) => type!)
      : [];
  });
  expect(records).toContain('termsVersion');
  expect(records.filter((type) => typeof texts.auditRecord[type] !== 'string')).toEqual([]);
  const moved = Object.entries(named).flatMap(([area, moves]) => Object.keys(moves).map((verb) => area + verb));
  expect(written.length).toBeGreaterThan(80);
  const nameless = [...new Set([...written, ...moved])].filter(
    (action) => typeof textOf(texts.auditAction, action) !== 'string',
  );
  expect(nameless).toEqual([]);
});
