import type { Actor } from '../platform/actor.ts';
import { AppError } from '../platform/errors.ts';
import type { ObjectStorage } from '../platform/object-storage.ts';
import { release } from '../platform/appended-file.ts';
import { Staging } from '../platform/staging.ts';
import { SealedFileWriter, storageKey } from './document-files.ts';
import type { DocumentUploadService, Sequel, UploadClaim } from './document-upload.service.ts';

/** What has arrived is made durable after so long, or after so many bytes: more than that is never lost. */
const pieceMs = 5_000;
const pieceBytes = 67_108_864;

export interface IntakeParts {
  uploads: DocumentUploadService;
  storage: ObjectStorage;
}

/** Takes the bytes of one sender, sealed before they touch a disk, until another sender claims the upload. */
export class DocumentIntake {
  readonly #parts: IntakeParts;
  readonly #actor: Actor;
  readonly #staging: Staging;
  #claim: UploadClaim;
  #writer: SealedFileWriter;
  #begun = performance.now();
  /** Once it may lie in the store, the note of a file stays until somebody has looked. */
  #handedOver = false;

  constructor(parts: IntakeParts, actor: Actor, claim: UploadClaim) {
    this.#parts = parts;
    this.#actor = actor;
    this.#claim = claim;
    this.#staging = new Staging(parts.storage.stagingFolder, Number.POSITIVE_INFINITY);
    this.#writer = this.#writerOf(claim);
  }

  /** Where the upload goes on. */
  get offset(): number {
    return this.#claim.offset + this.#writer.byteSize;
  }

  /** How many bytes may still come. */
  get room(): number {
    return this.#claim.byteSize - this.offset;
  }

  /** Takes the chunk over. */
  async write(chunk: Buffer): Promise<void> {
    this.#writer.write(chunk);
    release(chunk);
    await this.#writer.keepUp();
    const due = this.#writer.byteSize >= pieceBytes || performance.now() - this.#begun >= pieceMs;
    if (!due || this.room === 0) return;
    this.#claim = (await this.#store('MORE'))!;
    this.#writer = this.#writerOf(this.#claim);
    this.#begun = performance.now();
    this.#handedOver = false;
  }

  /** Nothing more comes: now, or at all. */
  async end(sequel: Exclude<Sequel, 'MORE'>): Promise<void> {
    if (sequel === 'END' || this.#writer.byteSize > 0) await this.#store(sequel);
    else await this.#parts.uploads.leave(this.#claim);
  }

  /** After a failure: what is known not to lie in the store needs no note. */
  async drop(): Promise<void> {
    if (!this.#handedOver) await this.#parts.uploads.leave(this.#claim);
  }

  /** Whatever happened. */
  discard(): Promise<void> {
    return this.#staging.discard();
  }

  async #store(sequel: Sequel): Promise<UploadClaim | null> {
    const { uploads, storage } = this.#parts;
    const { byteSize } = this.#writer;
    this.#handedOver = byteSize > 0;
    if (byteSize > 0) await this.#writer.store(storage);
    const { lost, next } = await uploads.store(this.#actor, this.#claim, byteSize, sequel);
    await this.#writer.discard();
    if (!lost) return next;
    await storage.remove(storageKey(this.#claim.fileId));
    throw new AppError('CONFLICT', 'Somebody else goes on with this upload');
  }

  #writerOf({ dataKey, documentId, fileId, position }: UploadClaim): SealedFileWriter {
    return new SealedFileWriter(this.#staging, dataKey, documentId, { id: fileId, part: 'ORIGINAL', position });
  }
}
