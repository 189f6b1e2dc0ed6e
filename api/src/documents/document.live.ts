import type { Actor } from '../platform/actor.ts';
import type { EventBus } from '../platform/events.ts';
import { LiveSubscription } from '../platform/live-subscription.ts';
import type { Log } from '../platform/log.ts';
import { documentsChanged, type DocumentsChanged } from './document.change.ts';
import type { Document } from './document.entity.ts';
import { documentOwner } from './document.policy.ts';
import type { DocumentService } from './document.service.ts';

type DocumentSubscription = LiveSubscription<Document>;

export interface DocumentLiveParts {
  events: EventBus;
  documents: DocumentService;
  log: Log;
}

/** One for each process: tells people who look at their documents here what became of them. */
export class DocumentLive {
  readonly #subscriptions = new Map<string, Set<DocumentSubscription>>();
  /** By document: one change after the other, so that the newest state is told last. */
  readonly #telling = new Map<string, Promise<void>>();
  readonly #stopListening: () => void;

  constructor(private readonly parts: DocumentLiveParts) {
    this.#stopListening = parts.events.subscribe<DocumentsChanged>(documentsChanged, (changed) => {
      const { documentId } = changed;
      const telling = (this.#telling.get(documentId) ?? Promise.resolve()).then(async () => {
        await this.#tell(changed);
        if (this.#telling.get(documentId) === telling) this.#telling.delete(documentId);
      });
      this.#telling.set(documentId, telling);
    });
  }

  subscribe(actor: Actor): DocumentSubscription {
    const { accountId } = documentOwner(actor);
    const subscription: DocumentSubscription = new LiveSubscription<Document>(accountId, () => {
      const members = this.#subscriptions.get(accountId);
      members?.delete(subscription);
      if (members?.size === 0) this.#subscriptions.delete(accountId);
    });
    this.#subscriptions.set(accountId, (this.#subscriptions.get(accountId) ?? new Set()).add(subscription));
    return subscription;
  }

  /** How many listen here. */
  get subscriptions(): number {
    return [...this.#subscriptions.values()].reduce((sum, members) => sum + members.size, 0);
  }

  close(): void {
    this.#stopListening();
    for (const subscription of [...this.#subscriptions.values()].flatMap((members) => [...members])) subscription.end();
  }

  async #tell({ accountId, documentId }: DocumentsChanged): Promise<void> {
    if (!this.#subscriptions.has(accountId)) return;
    try {
      const document = await this.parts.documents.find(documentId);
      if (!document) return;
      for (const subscription of this.#subscriptions.get(accountId) ?? []) subscription.offer(document);
    } catch (error) {
      // The page reads its documents again when it is looked at; nothing is lost but the moment.
      this.parts.log.warn({ err: error }, 'a changed document could not be read');
    }
  }
}
