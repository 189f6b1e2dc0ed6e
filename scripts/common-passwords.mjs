// `node scripts/common-passwords.mjs`: makes api/data/common-passwords.bin from the list of zxcvbn (MIT, Dan Wheeler and
// Dropbox, zxcvbn-ts), which it takes from npm. Run by hand when a newer list is wanted; nothing needs it at run time.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const source = '@zxcvbn-ts/language-common@4.1.3';
const folder = mkdtempSync(join(tmpdir(), 'common-passwords-'));
try {
  const packed = execFileSync('npm', ['pack', source, '--silent'], { cwd: folder, encoding: 'utf8' }).trim();
  execFileSync('tar', ['xzf', packed], { cwd: folder });
  const passwords = JSON.parse(readFileSync(join(folder, 'package/src/passwords.json'), 'utf8'));
  // The first four bytes of each digest, in order: to be searched by halves.
  const digests = passwords.map((password) =>
    createHash('sha256').update(password.toLowerCase()).digest().readUInt32BE(0),
  );
  const file = Buffer.alloc(digests.length * 4);
  digests.sort((a, b) => a - b).forEach((digest, i) => file.writeUInt32BE(digest, i * 4));
  writeFileSync(join(import.meta.dirname, '../api/data/common-passwords.bin'), file);
  console.log(`${passwords.length} passwords, ${file.length} bytes`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
