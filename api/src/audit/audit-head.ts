import type { AuditKeys } from '../platform/audit-keys.ts';
import { canonicalJson } from '../platform/canonical-json.ts';

/** What is signed: how the chain stood, so that nobody can later say it stood otherwise. Bytes in hex. */
export interface AuditHead {
  number: number;
  firstPosition: number;
  lastPosition: number;
  /** Of the link at `lastPosition`: stands for everything up to it. */
  hash: string;
  /** Merkle root of the leaves from first to last position. */
  root: string;
  at: string;
  keyVersion: number;
}

export interface SignedHead extends AuditHead {
  signature: string;
}

const textOf = ({ number, firstPosition, lastPosition, hash, root, at, keyVersion }: AuditHead): string =>
  `influencegen audit head\n${canonicalJson({ number, firstPosition, lastPosition, hash, root, at, keyVersion })}`;

export const signHead = (keys: AuditKeys, head: Omit<AuditHead, 'keyVersion'>): SignedHead => {
  const whole = { ...head, keyVersion: keys.newest };
  return { ...whole, signature: keys.sign(textOf(whole)).toString('hex') };
};

export const isSignedHead = (keys: AuditKeys, head: SignedHead): boolean =>
  keys.isSigned(head.keyVersion, textOf(head), Buffer.from(head.signature, 'hex'));

export const sameHead = (one: SignedHead, other: SignedHead): boolean =>
  textOf(one) === textOf(other) && one.signature === other.signature;

export interface HeadRow {
  number: string;
  first_position: string;
  last_position: string;
  hash: Buffer;
  root: Buffer;
  at: Date;
  key_version: number;
  signature: Buffer;
}

export const headColumns = 'number, first_position, last_position, hash, root, at, key_version, signature';

export const headOf = (row: HeadRow): SignedHead => ({
  number: Number(row.number),
  firstPosition: Number(row.first_position),
  lastPosition: Number(row.last_position),
  hash: row.hash.toString('hex'),
  root: row.root.toString('hex'),
  at: row.at.toISOString(),
  keyVersion: row.key_version,
  signature: row.signature.toString('hex'),
});
