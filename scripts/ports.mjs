import fs from 'node:fs';
import net from 'node:net';
import { Problem } from './problem.mjs';
import { commandOf } from './processes.mjs';

const absentAddress = ['EADDRNOTAVAIL', 'EAFNOSUPPORT'];

export function portOf(text, otherwise) {
  const port = text === undefined || text === '' ? otherwise : Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new Problem(`PORT is "${text}", but must be a number from 1 to 65535.`);
  return port;
}

/** Both meanings of `localhost` must be free: a browser may take either. */
export async function assertFree(port, hosts, command) {
  for (const host of hosts) {
    const code = await bindingError(port, host);
    if (code === undefined || absentAddress.includes(code)) continue;
    const another = `To use another port: PORT=${await nextFree(port + 1, hosts)} ${command}`;
    if (code === 'EACCES') throw new Problem(`Port ${port} may not be opened by this user. ${another}`);
    if (code !== 'EADDRINUSE') throw new Problem(`Port ${port} of ${host} cannot be opened (${code}). ${another}`);
    throw new Problem(`Port ${port} is taken${holderOf(port)}. ${another}`);
  }
  if (await isRefusedByBrowsers(port))
    throw new Problem(`Browsers refuse to open port ${port}. To use another port: PORT=4100 ${command}`);
}

/** Ports of other services are blocked by the standard of fetch ("port blocking"): this process knows the same list. */
async function isRefusedByBrowsers(port) {
  const answer = await fetch(`http://127.0.0.1:${port}`, { method: 'HEAD' }).catch((error) => error);
  return answer.cause?.message === 'bad port';
}

function bindingError(port, host) {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', (error) => resolve(error.code));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(undefined)));
  });
}

/** ` by process 123 (command)`, when the system tells. */
function holderOf(port) {
  if (process.platform !== 'linux') return '';
  const listening = '0A';
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6']
    .filter((table) => fs.existsSync(table))
    .flatMap((table) => fs.readFileSync(table, 'utf8').trim().split('\n').slice(1))
    .map((row) => row.trim().split(/\s+/))
    .filter((columns) => columns[3] === listening && parseInt(columns[1].split(':')[1], 16) === port)
    .map((columns) => `socket:[${columns[9]}]`);
  const pid = fs.readdirSync('/proc').find((name) => /^\d+$/.test(name) && holdsOne(name, inodes));
  return pid ? ` by process ${pid} (${commandOf(pid).trim().slice(0, 120)})` : '';
}

function holdsOne(pid, inodes) {
  try {
    return fs.readdirSync(`/proc/${pid}/fd`).some((fd) => inodes.includes(fs.readlinkSync(`/proc/${pid}/fd/${fd}`)));
  } catch {
    // Somebody else's process, or one that ended this moment.
    return false;
  }
}

/** From this one on; beyond the last one it begins with the product's own. */
export async function nextFree(port, hosts = ['127.0.0.1']) {
  for (let next = port; ; next += 1) {
    if (next > 65535) next = 4100;
    const codes = await Promise.all(hosts.map((host) => bindingError(next, host)));
    if (codes.every((code) => code === undefined || absentAddress.includes(code))) return next;
  }
}
