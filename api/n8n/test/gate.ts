import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Passed {
  path: string;
  traceparent: string | undefined;
  status: number;
}

/** Stands between n8n and the platform, at an address that outlives both, and may refuse. */
export class Gate {
  /** Where callbacks go on to; without a trailing slash. */
  target = '';
  /** A status to answer with in the platform's stead. */
  refuse: (path: string) => number | null = () => null;
  readonly passed: Passed[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Gate> {
    const server = createServer();
    const gate = new Gate(server);
    server.on('request', (req, res) => {
      void gate.#pass(req).then(({ status, body }) => {
        res.writeHead(status, { 'content-type': 'application/json' }).end(body);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return gate;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #pass(req: IncomingMessage): Promise<{ status: number; body: string }> {
    const path = req.url ?? '/';
    const body = await buffer(req);
    const refused = this.refuse(path);
    const answer =
      refused === null
        ? await this.#forward(path, req, body)
        : { status: refused, body: '{"error":{"code":"REFUSED","message":"for the test"}}' };
    this.passed.push({ path, traceparent: req.headers.traceparent?.toString(), status: answer.status });
    return answer;
  }

  async #forward(path: string, req: IncomingMessage, body: Buffer): Promise<{ status: number; body: string }> {
    const names = ['content-type', 'x-influencegen-timestamp', 'x-influencegen-signature', 'traceparent'];
    const headers = names.flatMap((name) => {
      const value = req.headers[name];
      return typeof value === 'string' ? [[name, value] as [string, string]] : [];
    });
    const response = await fetch(`${this.target}${path}`, { method: 'POST', headers, body: new Uint8Array(body) });
    return { status: response.status, body: await response.text() };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
