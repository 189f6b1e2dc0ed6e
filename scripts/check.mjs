// `npm run check`: what a reviewer need not look for. Every check runs, then the failures are shown.
import fs from 'node:fs';
import path from 'node:path';
import { environmentOf, installWhenNeeded, node24, root } from './install.mjs';
import { explainAndExit, Problem } from './problem.mjs';
import { run } from './processes.mjs';

const say = (sentence) => console.log(sentence);

async function check() {
  await installWhenNeeded({ say });
  const node = node24();
  const program = (file, ...args) =>
    run(node, [path.join(root, file), ...args], { cwd: root, env: environmentOf(node) });
  const tool = (file, ...args) => program(`node_modules/${file}`, ...args);
  const packages = ['scripts', 'shared-schema', 'api', 'web-influencer', 'web-admin', 'e2e'].filter((folder) =>
    fs.existsSync(path.join(root, folder, 'tsconfig.json')),
  );

  const checks = [
    ...packages.map((folder) => [`types of ${folder}`, () => tool('typescript/bin/tsc', '--noEmit', '-p', folder)]),
    ['lint', () => tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives')],
    ['format', () => tool('oxfmt/bin/oxfmt', '--check')],
    ['import directions', () => tool('vitest/vitest.mjs', 'run', '--project', 'api', 'src/architecture.test.ts')],
    ['schema matches the API', () => program('scripts/generate.mjs', 'schema', '--check')],
    ['business rules match the settings', () => program('scripts/generate.mjs', 'business-rules', '--check')],
    ['data dictionary matches the declarations', () => program('scripts/generate.mjs', 'data-dictionary', '--check')],
    ['generated code matches its documents', () => program('scripts/generate.mjs', 'codegen', '--check')],
    ['lock files name no registry', lockFilesNameNoRegistry],
    ['nothing names a machine', namesNoMachine],
    ['README names the environment', readmeNamesEnvironment],
  ];

  const failures = [];
  for (const [name, work] of checks) {
    const began = Date.now();
    try {
      await work();
      say(`ok    ${String(name)} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      say(`FAIL  ${String(name)}`);
      failures.push(`${String(name)}\n\n${error instanceof Problem ? error.message : error.stack}`);
    }
  }
  for (const failure of failures) say(`\n--- ${failure}`);
  say(`\n${checks.length - failures.length} of ${checks.length} checks passed`);
  process.exit(failures.length === 0 ? 0 : 1);
}

const trackedFiles = async () =>
  (await run('git', ['ls-files', '-z'], { cwd: root, failure: 'git ls-files failed.' }))
    .split('\0')
    .filter((file) => file !== '' && fs.existsSync(path.join(root, file)));

const textOf = (file) => fs.readFileSync(path.join(root, file), 'utf8');

/** Whoever installs takes the packages from where their own npm is told to. */
async function lockFilesNameNoRegistry() {
  const locks = (await trackedFiles()).filter((file) => path.basename(file) === 'package-lock.json');
  const found = locks.filter((file) => /"resolved": "https?:/.test(textOf(file)));
  if (found.length > 0)
    throw new Problem(`${found.join(', ')}: remove "resolved" (npm install --omit-lockfile-registry-resolved)`);
}

async function namesNoMachine() {
  const machinePath = /(?<![\w.])\/(?:home\/(?!node\b)|Users\/|root\/|work\/)[\w.-]+|registry\.npmjs\.org/;
  const found = (await trackedFiles())
    .filter((file) => !/\.(png|jpe?g|webp|avif|woff2?|ttf|ico)$/.test(file))
    .flatMap((file) => {
      const match = machinePath.exec(textOf(file));
      return match ? [`${file}: ${match[0]}`] : [];
    });
  if (found.length > 0) throw new Problem(found.join('\n'));
}

/** The README's table is written by hand; a name that a process reads must stand in it. */
async function readmeNamesEnvironment() {
  const readme = textOf('README.md');
  const names = [...textOf('api/src/platform/config.ts').matchAll(/^ {2}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name);
  const missing = names.filter((name) => !readme.includes(`\`${name}\``));
  if (names.length === 0 || missing.length > 0) throw new Problem(`README.md lacks ${missing.join(', ')}`);
}

check().catch(explainAndExit);
