// Runs a program of the repository on Node 24, installed and built as needed: node scripts/run.mjs [--with-database] file …
// Programs beside the API's sources are TypeScript that Node runs as it is; those within use decorators and run from api/dist.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { buildWhenNeeded } from './parts.mjs';
import { dataFolder, productEnvironment } from './environment.mjs';
import { makeFolder } from './folders.mjs';
import { environmentOf, installWhenNeeded, node24, root } from './install.mjs';
import { portOf } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { explainAndExit } from './problem.mjs';

// What the program prints may be meant for another program.
const say = (sentence) => console.error(sentence);

async function runProgram([first, ...others]) {
  const withDatabase = first === '--with-database';
  const [file, ...args] = withDatabase ? others : [first, ...others];
  await installWhenNeeded({ say });
  const node = node24();
  // The apps too: benchmarks and the crash test start the whole product.
  await buildWhenNeeded({ node, say });

  if (withDatabase) makeFolder(dataFolder, 'DATA_FOLDER');
  const database = withDatabase && !process.env.DATABASE_URL ? await openDatabase() : undefined;
  const env = {
    ...environmentOf(node),
    ...(withDatabase &&
      productEnvironment({
        ownerUrl: database?.url,
        port: portOf(process.env.PORT, 4000),
      })),
  };
  const child = spawn(node, [path.join(root, file), ...args], { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  const code = await new Promise((resolve, reject) => child.once('exit', resolve).once('error', reject));
  if (database && !database.reused) await database.stop();
  process.exit(code ?? 1);
}

const openDatabase = () => startPostgres({ folder: path.join(dataFolder, 'postgres'), log: say });

runProgram(process.argv.slice(2)).catch(explainAndExit);
