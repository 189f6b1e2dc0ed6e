import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { testVirus } from './hostile-files.ts';

export interface Clamd {
  port: number;
  /** Files that it has looked at, or would have. */
  asked: number;
  /** `silent` takes everything and says nothing; `full` finds every file too large. */
  mood: 'well' | 'silent' | 'full';
  stop(): Promise<void>;
}

/** Speaks as clamd(8) says, and knows one virus. */
export async function aClamd(port = 0): Promise<Clamd> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket.on('close', () => open.delete(socket)).on('error', () => socket.destroy()));
    const parts: Buffer[] = [];
    socket.on('data', (part) => {
      parts.push(part);
      const answer = answerTo(Buffer.concat(parts));
      if (answer === null || clamd.mood === 'silent') return;
      if (answer.startsWith('stream')) clamd.asked += 1;
      socket.end(`${clamd.mood === 'full' ? 'INSTREAM size limit exceeded. ERROR' : answer}\0`);
    });
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const clamd: Clamd = {
    port: (server.address() as AddressInfo).port,
    asked: 0,
    mood: 'well',
    async stop() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return clamd;
}

/** Null: there is more to come. */
function answerTo(said: Buffer): string | null {
  const end = said.indexOf(0);
  if (end === -1) return null;
  const command = said.toString('latin1', 0, end);
  if (command === 'zPING') return 'PONG';
  if (command !== 'zINSTREAM') return 'UNKNOWN COMMAND';
  const content: Buffer[] = [];
  for (let at = end + 1; at + 4 <= said.length;) {
    const length = said.readUInt32BE(at);
    if (length === 0)
      return Buffer.concat(content).includes(testVirus) ? 'stream: Eicar-Test-Signature FOUND' : 'stream: OK';
    content.push(said.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
