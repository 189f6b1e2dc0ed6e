import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { Journals } from './audit/audit-journals.ts';
import { type HeadPlace, readHeads } from './audit/audit-head-place.ts';
import type { AuditHeads } from './audit/audit.heads.ts';
import { proveEvent } from './audit/audit.proof.ts';
import type { AuditSealer } from './audit/audit.sealer.ts';
import { type AuditFindings, verifyAudit } from './audit/audit.verify.ts';
import type { AuditKeys } from './platform/audit-keys.ts';
import type { Db } from './platform/db.ts';
import { AppError } from './platform/errors.ts';

export const auditUsage = `npm run audit -- verify [--heads <file>]
npm run audit -- head
npm run audit -- proof <event id> [--out <file>]
npm run audit -- key`;

export interface AuditCommandParts {
  db: Db;
  keys: AuditKeys;
  place: HeadPlace;
  journals: Journals;
  sealer: AuditSealer;
  heads: AuditHeads;
  onProgress?: (events: number) => void;
}

/** What the command says. Throws an `AppError` with a sentence for people, also when somebody has tampered with the trail. */
export async function auditCommand(args: string[], parts: AuditCommandParts): Promise<string> {
  const { positionals, values } = readArguments(args);
  const [verb, id, ...rest] = positionals;
  if (verb === 'verify' && id === undefined) return verify(parts, values.heads);
  if (verb === 'head' && id === undefined) return signHead(parts);
  if (verb === 'proof' && id !== undefined && rest.length === 0) return prove(parts, id, values.out);
  if (verb === 'key' && id === undefined) return JSON.stringify(parts.keys.publicKeys(), null, 2);
  throw new AppError('BAD_USER_INPUT', `Use one of:\n${auditUsage}`);
}

function readArguments(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { heads: { type: 'string' }, out: { type: 'string' } },
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('BAD_USER_INPUT', `${reason}\nUse one of:\n${auditUsage}`);
  }
}

async function verify(
  { db, keys, place, journals, onProgress }: AuditCommandParts,
  file: string | undefined,
): Promise<string> {
  const readOutside = file === undefined ? () => place.all() : () => headsOf(file);
  const readTail = async () => (file === undefined ? ((await place.tails?.read()) ?? null) : null);
  const findings = await verifyAudit({
    pool: db.pool,
    keys,
    readOutside,
    readTail,
    journals,
    ...(onProgress && { onProgress }),
  });
  const said = summary(findings, journals.folder);
  if (findings.problems.length > 0) throw new AppError('CONFLICT', said);
  return said;
}

async function headsOf(file: string) {
  try {
    return readHeads(await readFile(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('BAD_USER_INPUT', `${file} does not hold audit heads: ${reason}`);
  }
}

function summary(
  { events, heads, waiting, noted, unknownOutside, notRead, comparedOutside, problems }: AuditFindings,
  folder: string,
): string {
  const lines = [
    `${events} events in the chain, ${heads} signed heads, ${waiting} waiting to be sealed.`,
    comparedOutside
      ? 'Compared with the heads that are kept outside of the database.'
      : 'NOT compared with heads outside of the database: name a file of them with --heads.',
    `Compared with ${noted} events that processes noted in ${folder}. Known nowhere outside of the database: ${unknownOutside}.`,
    ...notRead.map((what) => `NOT READ from here: ${what}.`),
  ];
  const [first, ...others] = problems;
  if (!first) return [...lines, 'Nothing was changed, removed, inserted or moved.'].join('\n');
  return [
    ...lines,
    `TAMPERED WITH. The first bad row: ${first.message} (${first.code}${first.eventId ? `, event ${first.eventId}` : ''}).`,
    ...others.map(({ code, message }) => `  then: ${message} (${code})`),
    'A database that was set back to an older copy looks the same.',
  ].join('\n');
}

async function signHead({ sealer, heads }: AuditCommandParts): Promise<string> {
  const sealed = await sealer.seal();
  const head = await heads.sign();
  if (!head) return 'Nothing was recorded since the last head.';
  return `${sealed} events sealed. Head ${head.number} signs the chain up to ${head.lastPosition}; the worker takes it outside.`;
}

async function prove({ db }: AuditCommandParts, id: string, file: string | undefined): Promise<string> {
  const proof = await proveEvent(db.pool, id);
  if (!proof) throw new AppError('NOT_FOUND', `There is no audit event ${id}`);
  if (proof === 'NOT_YET')
    throw new AppError('CONFLICT', 'No head is signed over this event yet. Sign one now: npm run audit -- head');
  const target = file ?? `audit-proof-${proof.event.id}.json`;
  await writeFile(target, `${JSON.stringify(proof, null, 2)}\n`);
  return `${target} proves the event. Check it anywhere: node scripts/audit-check.mjs ${target} --key <public key>`;
}
