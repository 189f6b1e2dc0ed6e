// `npm test`: everything, on a bare clone too. Arguments go to Vitest: npm test -- --project api
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { spawn } from 'node:child_process';
import { buildWhenNeeded } from './parts.mjs';
import { environmentOf, installWhenNeeded, node24, root } from './install.mjs';
import { explainAndExit } from './problem.mjs';

const say = (sentence) => console.log(sentence);

async function test() {
  await installWhenNeeded({ say });
  const node = node24();
  await buildWhenNeeded({ node, say });

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'influencegen-test-'));
  const report = path.join(folder, 'report.json');
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const child = spawn(node, [vitest, 'run', ...reporters, ...process.argv.slice(2)], {
    cwd: root,
    env: environmentOf(node),
    stdio: 'inherit',
  });
  // Whoever ends the run ends Vitest; what stands below tidies up and says how far it came.
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  const { passed, failed } = fs.existsSync(report)
    ? countsOf(JSON.parse(fs.readFileSync(report, 'utf8')))
    : { passed: 0, failed: 0 };
  fs.rmSync(folder, { recursive: true });

  // Vitest also fails without a failed test: an error outside of tests, no report at all.
  console.log(`${passed} passed, ${code === 0 ? failed : Math.max(failed, 1)} failed`);
  process.exit(code === 0 && failed === 0 ? 0 : 1);
}

/** A file that could not even be loaded counts as one failure. */
function countsOf({ numPassedTests, numFailedTests, testResults }) {
  const unloadable = testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  return { passed: numPassedTests, failed: numFailedTests + unloadable.length };
}

test().catch(explainAndExit);
