import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { environmentOf, root } from './install.mjs';
import { Problem } from './problem.mjs';
import { isAlive, run } from './processes.mjs';

const tsc = 'node_modules/typescript/bin/tsc';
const vite = 'node_modules/vite/bin/vite.js';
const stampName = '.built-from';
const incomingPrefix = '.dist-';
const shared = ['package-lock.json', 'tsconfig.base.json'];

const webApp = (folder) => ({
  name: folder,
  folder,
  sources: ['src', 'public', 'index.html', 'vite.config.ts', 'tsconfig.json', 'package.json']
    .map((source) => `${folder}/${source}`)
    .concat('shared-schema/src', 'shared-schema/package.json', shared),
  // Written into the files.
  variables: ['VITE_API_URL'],
  command: [path.join(root, vite), 'build', '--logLevel', 'warn', '--emptyOutDir'],
});

export const api = {
  name: 'api',
  folder: 'api',
  sources: [
    'api/src',
    'api/migrations',
    // Read by what is built, when it starts.
    'api/notices',
    'api/terms',
    'api/package.json',
    'api/tsconfig.json',
    'api/tsconfig.build.json',
    'shared-schema/src/contract',
    ...shared,
  ],
  command: [path.join(root, tsc), '-p', 'tsconfig.build.json'],
};
const everything = [api, webApp('web-influencer'), webApp('web-admin')];

/** Builds, at the same time, each part whose sources differ from those of its last build. Says whether there was one. */
export async function buildWhenNeeded({ node, say, signal, parts = everything }) {
  const stale = parts
    .map((part) => ({ ...part, fingerprint: fingerprintOf(part) }))
    .filter(({ folder, fingerprint }) => !isBuiltFrom(path.join(root, folder, 'dist'), fingerprint));
  if (stale.length === 0) return false;
  say(`Building ${stale.map((part) => part.name).join(', ')}`);
  const results = await Promise.allSettled(stale.map((part) => build(part, { node, signal })));
  const problems = results.flatMap(({ reason }) => (reason ? [reason.message] : []));
  if (problems.length > 0) throw new Problem(problems.join('\n\n'));
  return true;
}

/** Beside its place and then exchanged: nobody meets half a build, and a file whose source is gone does not live on. */
async function build({ name, folder, command, fingerprint }, { node, signal }) {
  const home = path.join(root, folder);
  for (const left of fs.readdirSync(home).filter((entry) => entry.startsWith(incomingPrefix)))
    if (!isAlive(parseInt(left.slice(incomingPrefix.length), 10)))
      fs.rmSync(path.join(home, left), { recursive: true, force: true });
  const incoming = path.join(home, `${incomingPrefix}${process.pid}`);
  fs.rmSync(incoming, { recursive: true, force: true });
  await run(node, [...command, '--outDir', incoming], {
    failure: `${name} could not be built.`,
    cwd: home,
    env: environmentOf(node),
    signal,
  });
  fs.writeFileSync(path.join(incoming, stampName), fingerprint);
  const dist = path.join(home, 'dist');
  const outgoing = `${incoming}-old`;
  try {
    if (fs.existsSync(dist)) fs.renameSync(dist, outgoing);
    fs.renameSync(incoming, dist);
  } catch (error) {
    // Another build of the same sources was quicker by a moment: its result is as good.
    if (!isBuiltFrom(dist, fingerprint)) throw error;
    fs.rmSync(incoming, { recursive: true, force: true });
  }
  fs.rmSync(outgoing, { recursive: true, force: true });
}

function isBuiltFrom(dist, fingerprint) {
  const stamp = path.join(dist, stampName);
  return fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === fingerprint;
}

/** Of names and contents, and of what the environment gives: a fresh clone, a checkout back and forth or a touched file cost no build. */
function fingerprintOf({ sources, variables = [] }) {
  const hash = createHash('sha256');
  for (const name of variables) hash.update(`${name}=${process.env[name] ?? ''}\0`);
  const add = (place) => {
    const full = path.join(root, place);
    if (!fs.existsSync(full)) return;
    if (fs.statSync(full).isDirectory()) {
      for (const name of fs.readdirSync(full).sort()) add(`${place}/${name}`);
    } else if (!/\.test\.tsx?$/.test(place)) {
      hash.update(`${place}\0`).update(fs.readFileSync(full)).update('\0');
    }
  };
  sources.forEach(add);
  return hash.digest('hex');
}
