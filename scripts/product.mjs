import { randomUUID } from 'node:crypto';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { buildWhenNeeded, api as apiPart } from './parts.mjs';
import { startWebApps, watchApi } from './dev.mjs';
import { dataFolder, productEnvironment } from './environment.mjs';
import { makeFolder } from './folders.mjs';
import { environmentOf, installWhenNeeded, node24, root } from './install.mjs';
import { takeLock } from './lock.mjs';
import { assertFree, portOf } from './ports.mjs';
import { startPostgres } from './postgres.mjs';
import { explainAndExit, Problem } from './problem.mjs';
import { isAlive } from './processes.mjs';
import { nodeArguments, nodeEnvironment } from './runtime.mjs';
import { supervise } from './supervisor.mjs';

const readyWithinMs = 120_000;
const say = (sentence) => console.log(sentence);

/** Everything on this machine: database, API, job worker and both apps, until Ctrl-C. */
export async function startProduct({ dev }) {
  const stopping = new AbortController();
  let stoppingSince = 0;
  const onSignal = () => {
    // npm passes on the Ctrl-C that the terminal has already sent us: only a later one is impatience.
    if (stopping.signal.aborted && Date.now() - stoppingSince > 1000) process.exit(1);
    if (stopping.signal.aborted) return;
    stoppingSince = Date.now();
    stopping.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, onSignal);
  // A terminal that was closed takes no more words; there is still a database to stop.
  process.stdout.on('error', () => {});

  /** Steps that undo what was started, to be taken in reverse. */
  const undo = [];
  let failure;
  try {
    await start({ dev, undo, signal: stopping.signal });
    // A signal may have come while the last step was taken: it would not come again.
    stopping.signal.throwIfAborted();
    await new Promise((resolve) => stopping.signal.addEventListener('abort', resolve));
  } catch (error) {
    // What a signal interrupts fails too: no news.
    if (!stopping.signal.aborted) failure = error;
  }
  if (!failure) say('\nStopping');
  for (const step of undo.reverse()) await step();
  if (failure) explainAndExit(failure);
  process.exit(0);
}

async function start({ dev, undo, signal }) {
  const began = Date.now();
  const port = portOf(process.env.PORT, 4000);
  const host = process.env.HOST || '127.0.0.1';
  const address = `http://localhost:${port}/`;
  const logFolder = path.join(dataFolder, 'logs');
  makeFolder(logFolder, 'DATA_FOLDER');
  const lock = await takeLock(dataFolder, { address });
  undo.push(() => lock.release());
  await assertFree(port, host === '127.0.0.1' ? [host, '::1'] : [host], dev ? 'npm run dev' : 'npm start');

  await installWhenNeeded({ say, signal });
  const node = node24();
  await buildWhenNeeded({ node, say, signal, parts: dev ? [apiPart] : undefined });
  signal.throwIfAborted();

  const database = process.env.DATABASE_URL ? undefined : await keepPostgres(undo);
  signal.throwIfAborted();

  const launch = ({ name, args, cwd, env }) => {
    const settings = { ...environmentOf(node), ...env };
    const running = supervise({
      name,
      command: node,
      args,
      cwd,
      env: settings,
      logFolder,
      say,
      onStart: (pid) => lock.remember(pid),
    });
    undo.push(() => running.stop());
    return running;
  };
  const appAddress = dev ? await startWebApps({ launch, apiPort: port }) : address;
  const env = productEnvironment({
    ownerUrl: database?.url,
    port,
    appsElsewhere: dev ? appAddress : undefined,
  });
  const instanceId = randomUUID();
  const [api, worker] = ['main', 'worker'].map((script) =>
    launch({
      name: script === 'main' ? 'api' : script,
      args: [...nodeArguments, path.join(root, 'api/dist/src', `${script}.js`)],
      env: { ...nodeEnvironment, ...env, INSTANCE_ID: instanceId },
    }),
  );
  const ownHost = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : net.isIPv6(host) ? `[${host}]` : host;
  await untilReady({ api, database, url: `http://${ownHost}:${port}/readyz`, instanceId, signal });
  if (dev) undo.push(watchApi({ node, say, restart: () => Promise.all([api.restart(), worker.restart()]) }));
  const code = env.SEED_DEMO === 'true' ? await demoCode() : undefined;
  say(welcome({ address, appAddress, code, seconds: (Date.now() - began) / 1000 }));
}

/** Starts the embedded database and starts it again, on the same port, should it die. */
async function keepPostgres(undo) {
  const folder = path.join(dataFolder, 'postgres');
  let postgres = await startPostgres({ folder, log: say });
  let restarting;
  let endedUnasked = false;
  const restart = async () => {
    endedUnasked = true;
    say('The database ended; starting it again');
    try {
      postgres = await startPostgres({ folder, port: postgres.port, log: say });
    } catch (error) {
      say(error.message);
    }
    restarting = undefined;
  };
  const watch = setInterval(() => {
    if (!isAlive(postgres.pid)) restarting ??= restart();
  }, 500);
  undo.push(async () => {
    clearInterval(watch);
    await restarting;
    await postgres.stop();
  });
  return {
    url: postgres.url,
    hasEnded: () => endedUnasked || !isAlive(postgres.pid),
    log: path.join(folder, 'postgres.log'),
  };
}

/** Ready is not enough: another program's answer on this port must not count as ours. */
async function untilReady({ api, database, url, instanceId, signal }) {
  const deadline = Date.now() + readyWithinMs;
  let last = 'no answer yet';
  for (;;) {
    signal.throwIfAborted();
    if (api.hasEnded() && database?.hasEnded())
      throw new Problem(`The database ended while the API started. Start again; why it ended: ${database.log}`);
    if (api.hasEnded()) throw new Problem(`The API could not start. Its log: ${path.join(dataFolder, 'logs/api.log')}`);
    if (Date.now() > deadline) throw new Problem(`The API was not ready within ${readyWithinMs / 1000} s: ${last}`);
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5000) });
      last = await answer.text();
      if (answer.ok && !last.includes(instanceId)) throw new Problem(`Another program answers at ${url}.`);
      if (answer.ok) return;
    } catch (error) {
      if (error instanceof Problem) throw error;
      last = error.cause?.message ?? error.message;
    }
    await pause(25);
  }
}

/** What the public authenticator app of the fictional staff shows now. */
async function demoCode() {
  const accounts = path.join(root, 'api/dist/src/accounts');
  const [{ codeAt }, { demoTotpSecret }] = await Promise.all(
    ['totp.js', 'demo-factor.js'].map((file) => import(pathToFileURL(path.join(accounts, file)).href)),
  );
  return codeAt(demoTotpSecret, new Date());
}

function welcome({ address, appAddress, code, seconds }) {
  const signIns = [
    '',
    '  Demo sign-ins (fictional people)',
    '    influencers     lena@demo.example, mateo@demo.example         password studio-demo-1',
    '    still joining   noa@demo.example                              password studio-demo-1',
    '    administrator   ada@demo.example                              password desk-demo-1',
    '    other staff     olivia@ (owner), oscar@ (operator), kim@ (KYC), carla@ (campaigns),',
    '                    finn@ (finance), sofia@ (support), aron@ (auditor), the same password',
    '    a brand         bea@, bruno@ (Nordwind Coffee), the same password',
    `    staff and brand also give the code ${code}; later ones: npm run accounts -- code ada@demo.example`,
  ];
  return [
    '',
    `  InfluenceGen is ready after ${seconds.toFixed(1)} s. Ctrl-C stops it.`,
    '',
    `  For influencers   ${appAddress}`,
    `  For staff         ${appAddress}admin/`,
    `  GraphQL           ${address}graphql`,
    `  Logs              ${path.relative(process.cwd(), path.join(dataFolder, 'logs')) || '.'}`,
    ...(code ? signIns : []),
    '',
  ].join('\n');
}
