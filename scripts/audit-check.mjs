// Checks the proof of one audit event, anywhere: plain Node 20 or newer, no database, no network, no other file.
//   node audit-check.mjs <proof file> --key <public key>
// The key is `x` from /.well-known/audit-key.json, got on a way that is trusted. Exits with 0 when the event is proven.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { argv, exit } from 'node:process';
import { pathToFileURL } from 'node:url';

const usage = 'node audit-check.mjs <proof file> --key <public key>';

const digest = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 8785. */
const canonical = (value) => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(',')}}`;
};

/** Throws with what is wrong. */
export function checkProof(proof, x) {
  if (proof?.format !== 'influencegen audit proof 1') throw new Error('This is not a proof of an audit event.');
  const { event, mark, position, path, head } = proof;
  const { signature, ...signed } = head;
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const { number, firstPosition, lastPosition, hash, root, at, keyVersion } = signed;
  const text = `influencegen audit head\n${canonical({ number, firstPosition, lastPosition, hash, root, at, keyVersion })}`;
  if (!verify(null, Buffer.from(text), key, Buffer.from(signature, 'hex')))
    throw new Error('The head was not signed with this key.');
  if (!(position >= firstPosition && position <= lastPosition))
    throw new Error('The head does not reach to this event.');

  let reached = digest(Buffer.of(0), canonical(event), Buffer.from(mark ?? '', 'hex'));
  let index = position - firstPosition;
  let last = lastPosition - firstPosition;
  for (const step of path) {
    // The last of an odd number rises as it is.
    while (index === last && index % 2 === 0 && last > 0) [index, last] = [index >> 1, last >> 1];
    if ((step.side === 'LEFT') !== (index % 2 === 1)) throw new Error('The path does not lead to this place.');
    const beside = Buffer.from(step.hash, 'hex');
    reached = step.side === 'LEFT' ? digest(Buffer.of(1), beside, reached) : digest(Buffer.of(1), reached, beside);
    [index, last] = [index >> 1, last >> 1];
  }
  while (index === last && index % 2 === 0 && last > 0) [index, last] = [index >> 1, last >> 1];
  if (last !== 0) throw new Error('The path ends too early.');
  if (reached.toString('hex') !== root) throw new Error('The event is not the one that the head was signed for.');
  return { event, head };
}

if (argv[1] !== undefined && import.meta.url === pathToFileURL(argv[1]).href) {
  const [file, flag, x] = argv.slice(2);
  if (file === undefined || flag !== '--key' || x === undefined) {
    console.error(`Use it like this:\n${usage}`);
    exit(2);
  }
  try {
    const { event, head } = checkProof(JSON.parse(readFileSync(file, 'utf8')), x);
    console.log(`Proven: ${event.action} (${event.outcome}) at ${event.at}, event ${event.id}.`);
    console.log(`It stood in the audit trail when head ${head.number} was signed, ${head.at}.`);
  } catch (error) {
    console.error(`Not proven. ${error.message}`);
    exit(1);
  }
}
