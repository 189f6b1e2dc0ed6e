import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson, storableJson } from '../platform/canonical-json.ts';
import { type AuditContent, auditText } from '../platform/audit.ts';
import { merklePath, merkleRoot } from './audit-chain.ts';

const leaf = (text: string): Buffer =>
  createHash('sha256').update(Buffer.of(0)).update(Buffer.from(text, 'hex')).digest();

/** Inputs and roots of the test data of RFC 6962 logs (certificate-transparency, merkletree). */
const known = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

test.for(roots.map((root, index) => ({ size: index + 1, root })))(
  'the root of $size leaves is that of RFC 6962',
  (row) => {
    expect(merkleRoot(known.slice(0, row.size).map(leaf)).toString('hex')).toBe(row.root);
  },
);

test('the path of every leaf leads to the root, for every number of leaves', () => {
  const leaves = Array.from({ length: 33 }, (_, index) => leaf(index.toString(16).padStart(2, '0')));
  for (let size = 1; size <= leaves.length; size += 1) {
    const tree = leaves.slice(0, size);
    tree.forEach((own, index) => {
      const reached = merklePath(tree, index).reduce(
        (hash, step) =>
          createHash('sha256')
            .update(Buffer.of(1))
            .update(step.side === 'LEFT' ? Buffer.concat([step.hash, hash]) : Buffer.concat([hash, step.hash]))
            .digest(),
        own,
      );
      expect(reached.equals(merkleRoot(tree)), `leaf ${index} of ${size}`).toBe(true);
    });
  }
});

test('one value has one text, however its names are ordered', () => {
  expect(canonicalJson({ b: [1, 1e21, -0, true, null], a: { '\u20ac': 'x', '\r': '"' } })).toBe(
    '{"a":{"\\r":"\\"","€":"x"},"b":[1,1e+21,0,true,null]}',
  );
});

test('what Postgres would refuse or change is replaced before it is marked', () => {
  expect(storableJson({ text: 'a\0b\ud800', left: undefined, at: new Date(0) })).toEqual({
    text: 'a\u{FFFD}b\u{FFFD}',
    at: '1970-01-01T00:00:00.000Z',
  });
});

test('the text of an event, though written by hand, is the canonical one', () => {
  const content: AuditContent = {
    id: 'id',
    at: '2026-11-01T09:00:00.000Z',
    action: 'thing."change"',
    outcome: 'REFUSED',
    actorId: null,
    sessionId: 'session',
    impersonatorId: 'staff',
    apiKeyId: 'key',
    recordType: 'thing',
    recordId: 'a\\b\n',
    ip: '2001:db8::1',
    requestId: 'request',
    details: { z: 1, a: [{ c: '€', b: null }] },
  };
  expect(auditText(content)).toBe(canonicalJson({ ...content }));
});
