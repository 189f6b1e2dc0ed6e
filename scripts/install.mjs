// What the checkout needs before anything else can run. Built-in modules and syntax of Node 20 only.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';
import { run } from './processes.mjs';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const neededNode = 24;

/** Compares with what npm says it installed: right after `npm ci` and `npm install` by hand too. */
function isInstalled() {
  const packagesIn = (file) => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')).packages;
  if (!fs.existsSync(path.join(root, 'node_modules/.package-lock.json'))) return false;
  const installed = packagesIn('node_modules/.package-lock.json');
  return Object.entries(packagesIn('package-lock.json')).every(
    ([place, { version, optional }]) =>
      place === '' || (installed[place] ? installed[place].version === version : optional === true),
  );
}

export async function installWhenNeeded({ say, signal }) {
  if (isInstalled()) return;
  say('Installing packages (about half a minute the first time)');
  const began = Date.now();
  const progress = setInterval(() => say(`  still installing, ${Math.round((Date.now() - began) / 1000)} s`), 10_000);
  try {
    // Without --include=dev, NODE_ENV=production would leave out what builds the apps.
    await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
      failure: 'The packages could not be installed by npm, which comes with Node (https://nodejs.org).',
      cwd: root,
      signal,
      env: { ...process.env, PATH: withoutOwnBin(process.env.PATH ?? '') },
    });
  } finally {
    clearInterval(progress);
  }
  assertRuns(node24());
}

/** npm must not run on the Node that it is about to replace. */
function withoutOwnBin(searchPath) {
  return searchPath
    .split(path.delimiter)
    .filter((folder) => !folder.endsWith(path.join('node_modules', '.bin')))
    .join(path.delimiter);
}

/** The Node that builds and runs everything: the one from npm, where npm has one for this system. */
export function node24() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const fromNpm = path.join(
    root,
    'node_modules',
    `node-${system}-${process.arch}`,
    'bin',
    system === 'win' ? 'node.exe' : 'node',
  );
  if (fs.existsSync(fromNpm)) return fromNpm;
  if (Number(process.versions.node.split('.')[0]) >= neededNode) return process.execPath;
  throw new Problem(
    `InfluenceGen runs on Node ${neededNode}. npm has none for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}.\n` +
      `Install Node ${neededNode} from https://nodejs.org and try again.`,
  );
}

function assertRuns(node) {
  const { status, error, stderr } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  if (status !== 0) throw new Problem(`${node} does not run on this machine: ${error?.message ?? stderr}`);
}

/**
 * Everything below runs on this Node, programs that look for `node` on the PATH included. What it has compiled is kept for the
 * next process, until packages are installed anew: a quarter of what loading API and worker takes.
 */
export const environmentOf = (node) => ({
  NODE_COMPILE_CACHE: path.join(root, 'node_modules/.cache/compiled'),
  ...process.env,
  PATH: [path.dirname(node), path.join(root, 'node_modules/.bin'), process.env.PATH].join(path.delimiter),
});
