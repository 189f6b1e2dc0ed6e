import { once } from 'node:events';
import { vi } from 'vitest';
import { WebSocket } from 'ws';

export type Message = { type: string; id?: string; payload?: unknown };

const open = new Set<WebSocket>();

/** For after each test. */
export function hangUp(): void {
  for (const socket of open) socket.terminate();
  open.clear();
}

/** A graphql-transport-ws connection by hand, so that a test can do what no client would. */
export class Peer {
  readonly messages: Message[] = [];
  readonly closed: Promise<{ code: number; reason: string }>;

  private constructor(readonly socket: WebSocket) {
    open.add(socket);
    socket.on('message', (bytes) => this.messages.push(JSON.parse((bytes as Buffer).toString()) as Message));
    this.closed = once(socket, 'close').then(([code, reason]) => ({ code: code as number, reason: String(reason) }));
  }

  static async connect(
    url: string,
    options: { protocols?: string[]; origin?: string; cookie?: string } = {},
  ): Promise<Peer> {
    const { protocols = ['graphql-transport-ws'], origin, cookie } = options;
    const socket = new WebSocket(url, protocols, {
      ...(origin !== undefined && { origin }),
      ...(cookie !== undefined && { headers: { cookie } }),
    });
    const peer = new Peer(socket);
    await once(socket, 'open');
    return peer;
  }

  /** Connected and acknowledged. */
  static async ready(url: string, payload: object = {}, options: { cookie?: string } = {}): Promise<Peer> {
    const peer = await Peer.connect(url, options);
    peer.send({ type: 'connection_init', payload });
    await peer.seen((message) => message.type === 'connection_ack');
    return peer;
  }

  send(message: object): void {
    this.socket.send(JSON.stringify(message));
  }

  subscribe(id: string, query: string, variables?: object): void {
    this.send({ type: 'subscribe', id, payload: { query, variables } });
  }

  async seen(wanted: (message: Message) => boolean): Promise<Message> {
    return vi.waitFor(() => {
      const found = this.messages.find(wanted);
      if (!found) throw new Error('not yet');
      return found;
    });
  }

  /** The first message about this operation. */
  of(id: string): Promise<Message> {
    return this.seen((message) => message.id === id);
  }
}
