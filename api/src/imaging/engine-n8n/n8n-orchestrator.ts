import type { ImageOrchestrator, ImageOrder } from '../image-orchestrator.ts';

export interface N8nConnection {
  webhookUrl: string;
  webhookToken: string;
  signingSecret: string;
}

/** Hands orders to a workflow of the operator's own n8n. */
export class N8nOrchestrator implements ImageOrchestrator {
  readonly engine = 'N8N';
  readonly #connection: N8nConnection;

  constructor(connection: N8nConnection) {
    this.#connection = connection;
  }

  async submit(order: ImageOrder, _signal: AbortSignal): Promise<{ executionId: string }> {
    throw new Error(`not written yet: ${order.requestId} ${this.#connection.webhookUrl}`);
  }

  /** n8n's public API can only stop a run with an administrator's key, which the platform does not hold. */
  async cancel(): Promise<void> {}
}
