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
  const packages = ['shared-schema', 'api', 'web-influencer', 'web-admin', 'e2e'].filter((folder) =>
    fs.existsSync(path.join(root, folder, 'tsconfig.json')),
  );

  const checks = [
    ...packages.map((folder) => [`types of ${folder}`, () => tool('typescript/bin/tsc', '--noEmit', '-p', folder)]),
    ['lint', () => tool('oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--report-unused-disable-directives')],
    ['format', () => tool('oxfmt/bin/oxfmt', '--check')],
    ['import directions', () => tool('vitest/vitest.mjs', 'run', '--project', 'api', 'src/architecture.test.ts')],
    ['schema matches the API', () => program('scripts/generate.mjs', 'schema', '--check')],
    ['generated code matches its documents', () => program('scripts/generate.mjs', 'codegen', '--check')],
    ['lock file names no registry', lockFileNamesNoRegistry],
    ['nothing names a developer’s machine', namesNoMachine],
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

/** Whoever installs takes the packages from where their own npm is told to. */
async function lockFileNamesNoRegistry() {
  const named = fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8').match(/"resolved": "https?:[^"]*"/);
  if (named)
    throw new Problem(`package-lock.json has ${named[0]}. Leave it out: npm install --omit-lockfile-registry-resolved`);
}

async function namesNoMachine() {
  const files = (await run('git', ['ls-files', '-z'], { cwd: root, failure: 'git ls-files failed.' }))
    .split('\0')
    .filter(Boolean);
  const machinePath = /(?<![\w.])\/(?:home|Users|root|work)\/[\w.-]+|registry\.npmjs\.org/;
  const found = files
    .filter((file) => !/\.(png|jpe?g|webp|avif|woff2?|ico)$/.test(file) && fs.existsSync(path.join(root, file)))
    .flatMap((file) => {
      const match = machinePath.exec(fs.readFileSync(path.join(root, file), 'utf8'));
      return match ? [`${file}: ${match[0]}`] : [];
    });
  if (found.length > 0) throw new Problem(found.join('\n'));
}

check().catch(explainAndExit);
