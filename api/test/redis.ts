import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { delimiter, join } from 'node:path';
import { freePort } from './free-port.ts';

/** A Redis that can be taken away and brought back on the same port. */
export interface TestRedis {
  url: string;
  start(): Promise<void>;
  /** At once, with every connection. */
  stop(): Promise<void>;
  /** Ends the connections that do not subscribe; they may come back. */
  cutPublishers(): Promise<void>;
}

/** The real server when the machine has one, else a stand-in that knows what a bus of events asks of it. */
export async function aRedis(): Promise<TestRedis> {
  const port = await freePort();
  const binary = ['redis-server', 'valkey-server'].map(onPath).find((found) => found !== undefined);
  const redis = binary ? realRedis(binary, port) : standIn(port);
  await redis.start();
  return {
    url: `redis://127.0.0.1:${port}/0`,
    ...redis,
    async cutPublishers() {
      const socket = connect(port, '127.0.0.1');
      socket.write(array(...['CLIENT', 'KILL', 'TYPE', 'normal'].map(bulk)));
      await once(socket, 'data');
      socket.destroy();
    },
  };
}

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

function realRedis(binary: string, port: number): Pick<TestRedis, 'start' | 'stop'> {
  let child: ChildProcess | undefined;
  return {
    async start() {
      child = spawn(binary, ['--port', String(port), '--bind', '127.0.0.1', '--save', ''], { stdio: 'ignore' });
      while (!(await listens(port)));
    },
    async stop() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

const bulk = (text: string): string => `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
const array = (...items: string[]): string => `*${items.length}\r\n${items.join('')}`;

/** RESP 2 over TCP: INFO, PING, PUBLISH, SUBSCRIBE, CLIENT KILL TYPE normal. Everything else is an unknown command, as with a very old server. */
function standIn(port: number): Pick<TestRedis, 'start' | 'stop'> {
  let server: Server | undefined;
  const channels = new Map<Socket, Set<string>>();

  const answer = (socket: Socket, [command = '', ...args]: string[]): string => {
    switch (command.toLowerCase()) {
      case 'info':
        return bulk('redis_version:7.0.0\r\nloading:0\r\n');
      case 'ping':
        return channels.get(socket)?.size ? array(bulk('pong'), bulk('')) : '+PONG\r\n';
      case 'subscribe':
        return args
          .map((channel, n) => {
            channels.get(socket)?.add(channel);
            return array(bulk('subscribe'), bulk(channel), `:${n + 1}\r\n`);
          })
          .join('');
      case 'publish': {
        const [channel = '', message = ''] = args;
        const listening = [...channels].filter(([, names]) => names.has(channel));
        for (const [listener] of listening) listener.write(array(bulk('message'), bulk(channel), bulk(message)));
        return `:${listening.length}\r\n`;
      }
      case 'client': {
        if (args.join(' ') !== 'KILL TYPE normal') return `-ERR unknown subcommand\r\n`;
        const others = [...channels].filter(([other, names]) => other !== socket && names.size === 0);
        for (const [other] of others) other.destroy();
        return `:${others.length}\r\n`;
      }
      default:
        return `-ERR unknown command '${command}'\r\n`;
    }
  };

  return {
    async start() {
      server = createServer((socket) => {
        channels.set(socket, new Set());
        socket.on('close', () => channels.delete(socket));
        socket.on('error', () => socket.destroy());
        let received = '';
        socket.on('data', (chunk) => {
          received += chunk.toString();
          for (let command = takeCommand(received); command; command = takeCommand(received)) {
            received = command.rest;
            socket.write(answer(socket, command.words));
          }
        });
      }).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    async stop() {
      if (!server?.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of channels.keys()) socket.destroy();
      await closed;
    },
  };
}

/** The first whole command of what came so far. Lengths count bytes; what the tests send is ASCII. */
function takeCommand(received: string): { words: string[]; rest: string } | null {
  const head = /^\*(\d+)\r\n/.exec(received);
  if (!head) return null;
  let at = head[0].length;
  const words: string[] = [];
  for (let n = Number(head[1]); n > 0; n--) {
    const size = /^\$(\d+)\r\n/.exec(received.slice(at));
    if (!size) return null;
    const begin = at + size[0].length;
    const end = begin + Number(size[1]);
    if (received.length < end + 2) return null;
    words.push(received.slice(begin, end));
    at = end + 2;
  }
  return { words, rest: received.slice(at) };
}
