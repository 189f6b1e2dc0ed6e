import { connect, type Socket } from 'node:net';
import type { ClamdAddress } from '../platform/config.ts';
import type { VirusScanner } from './virus-scanner.ts';

/** Less than the daemon's own limit for one chunk. */
const chunkBytes = 1_048_576;
const longestAnswer = 4_096;

/** ClamAV's daemon, spoken to as clamd(8) says: `zINSTREAM`, chunks with their length before them, an empty one at the end. */
export class ClamdScanner implements VirusScanner {
  constructor(
    private readonly address: ClamdAddress,
    private readonly patienceMs = 30_000,
  ) {}

  async isClean(bytes: Buffer, signal: AbortSignal): Promise<boolean> {
    const answer = await this.#ask('INSTREAM', chunksOf(bytes), signal);
    if (answer === 'stream: OK') return true;
    if (/^stream: .+ FOUND$/.test(answer)) return false;
    throw new Error(`the virus scanner answered: ${answer}`);
  }

  async check(): Promise<void> {
    const answer = await this.#ask('PING', []);
    if (answer !== 'PONG') throw new Error(`the virus scanner answered: ${answer}`);
  }

  #ask(command: string, chunks: Iterable<Buffer>, signal?: AbortSignal): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect({ ...this.address, ...(signal && { signal }) });
      let answer = '';
      socket.setTimeout(this.patienceMs, () => socket.destroy(new Error('the virus scanner does not answer')));
      socket.setEncoding('latin1');
      socket.on('data', (part: string) => {
        answer += part;
        const end = answer.indexOf('\0');
        // It may answer before it has everything: then the rest is of no interest to it.
        if (end !== -1) {
          socket.destroy();
          resolve(answer.slice(0, end));
        } else if (answer.length > longestAnswer)
          socket.destroy(new Error('the virus scanner speaks another language'));
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the virus scanner hung up')));
      socket.on('connect', () => {
        socket.write(`z${command}\0`);
        send(socket, chunks).catch(reject);
      });
    });
  }
}

async function send(socket: Socket, chunks: Iterable<Buffer>): Promise<void> {
  for (const chunk of chunks) {
    if (socket.destroyed) return;
    if (!socket.write(chunk))
      await new Promise<void>((resolve) => socket.once('drain', resolve).once('close', () => resolve()));
  }
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes);
    yield lengthOf(chunk.length);
    yield chunk;
  }
  yield lengthOf(0);
}

function lengthOf(bytes: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
}
