import type { HttpRequest, HttpResponse, HttpStack } from 'tus-js-client';

interface StoredUpload {
  length: number;
  bytes: number;
  metadata: string;
}

/** Stands where the server of uploads is, and speaks tus with the real client. */
export class FakeUploads implements HttpStack {
  readonly uploads = new Map<string, StoredUpload>();
  readonly asked: { method: string; url: string; token: string | undefined }[] = [];
  /** What the next creation is answered, instead of taking it. */
  refuse: number | null = null;
  /** Tokens that are no good. */
  readonly stale = new Set<string>();
  /** Bytes after which the line breaks, once. */
  breakAfter: number | null = null;
  reachable = true;
  /** Called before a PATCH is answered. */
  hold: Promise<void> = Promise.resolve();

  getName(): string {
    return 'FakeUploads';
  }

  createRequest(method: string, url: string): HttpRequest {
    const headers = new Map<string, string>();
    let progress: (sent: number) => void = () => undefined;
    return {
      getMethod: () => method,
      getURL: () => url,
      setHeader: (name, value) => void headers.set(name.toLowerCase(), value),
      getHeader: (name) => headers.get(name.toLowerCase()),
      setProgressHandler: (handler) => {
        progress = handler;
      },
      send: async (body: Blob | null) => {
        this.asked.push({ method, url, token: headers.get('authorization') });
        return this.#answer(method, url, headers, body, (sent) => progress(sent));
      },
      abort: async () => undefined,
      getUnderlyingObject: () => null,
    };
  }

  async #answer(
    method: string,
    url: string,
    headers: Map<string, string>,
    body: Blob | null,
    progress: (sent: number) => void,
  ): Promise<HttpResponse> {
    if (!this.reachable) throw new Error('no line');
    if (this.stale.has(headers.get('authorization') ?? '')) return response(401);
    if (method === 'POST') {
      if (this.refuse !== null) return response(this.refuse);
      const id = `/documents/uploads/${this.uploads.size + 1}`;
      const length = Number(headers.get('upload-length'));
      this.uploads.set(id, { length, bytes: 0, metadata: headers.get('upload-metadata') ?? '' });
      return response(201, { location: id });
    }
    const upload = this.uploads.get(new URL(url, 'http://localhost').pathname);
    if (!upload) return response(404);
    if (method === 'DELETE') {
      this.uploads.delete(new URL(url, 'http://localhost').pathname);
      return response(204);
    }
    if (method === 'HEAD')
      return response(200, { 'upload-offset': String(upload.bytes), 'upload-length': String(upload.length) });
    const size = body?.size ?? 0;
    progress(size / 2);
    await this.hold;
    if (this.breakAfter !== null) {
      upload.bytes += Math.min(size, this.breakAfter);
      this.breakAfter = null;
      throw new Error('the line broke');
    }
    upload.bytes += size;
    return response(204, { 'upload-offset': String(upload.bytes) });
  }
}

const response = (status: number, headers: Record<string, string> = {}): HttpResponse => ({
  getStatus: () => status,
  getHeader: (name) => headers[name.toLowerCase()],
  getBody: () => '',
  getUnderlyingObject: () => null,
});
