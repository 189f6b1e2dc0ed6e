import { randomUUID } from 'node:crypto';
import { closeSync, futimesSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { AuditKeys } from './audit-keys.ts';
import { makeFolder } from './folders.ts';

export interface AuditJournalParts {
  /** Outside of the database; on a disk of this machine. */
  folder: string;
  keys: AuditKeys;
  /** Told once when noting begins to fail. */
  onFailure: (error: unknown) => void;
}

const pieceBytes = 1_000_000;
/** What is kept in memory while nothing can be written: 4 MB. */
const mostKept = 100_000;
const retryMs = 1_000;
/** Whoever has not touched a piece for this long is dead; who wakes up after a longer sleep begins another one. */
export const abandonedMs = 3_600_000;
const sleptMs = 600_000;
const ending = '.notes';

interface Piece {
  name: string;
  fd: number;
  bytes: number;
  touchedAt: number;
}

/**
 * What this process has recorded, noted outside of the database before anybody is told that it was done: so not even its owner
 * can take away what was answered. One file a process, in pieces that go when a signed head outside covers them.
 * Written at once and not by the thread pool, where it would queue behind the hashing of passwords: a line in the page cache
 * takes microseconds. The owner of the database cannot reach it there; what a crash of the machine may lose are the last
 * seconds, which the note of where the chain ends covers.
 */
export class AuditJournal {
  readonly id = randomUUID();
  readonly folder: string;
  readonly #keys: AuditKeys;
  readonly #onFailure: (error: unknown) => void;
  #piece: Piece | null = null;
  #pieces = 0;
  #unwritten: string[] = [];
  #forgotten = 0;
  #failure: { since: Date; reason: string; triedAt: number } | null = null;

  constructor({ folder, keys, onFailure }: AuditJournalParts) {
    this.folder = folder;
    this.#keys = keys;
    this.#onFailure = onFailure;
  }

  /** After the commit and before the answer. Never throws: what was done was done. It is tried again until it is written. */
  note(ids: readonly string[]): void {
    if (this.#unwritten.length < mostKept) this.#unwritten.push(...ids);
    else this.#forgotten += ids.length;
    if (!this.#failure || performance.now() - this.#failure.triedAt > retryMs) this.#write();
  }

  /** Shows that this process lives, and tries again what could not be written. */
  touch(): void {
    this.#write();
    if (this.#failure || !this.#piece) return;
    const now = new Date();
    futimesSync(this.#piece.fd, now, now);
    this.#piece.touchedAt = Date.now();
  }

  /** What is noted from now on stands in another piece. */
  endPiece(): void {
    const piece = this.#piece;
    this.#piece = null;
    try {
      if (piece) closeSync(piece.fd);
    } catch {
      // What was written was written, and what was not is still in memory.
    }
  }

  /** Whoever noted nothing leaves nothing: a command that only looks may run as somebody whose files others cannot read. */
  close(): void {
    if (this.#unwritten.length > 0) this.#write();
    this.endPiece();
  }

  isBeingWritten(name: string): boolean {
    return this.#piece?.name === name;
  }

  /** Null: everything is noted. */
  get failure(): { since: Date; reason: string; events: number } | null {
    return (
      this.#failure && {
        since: this.#failure.since,
        reason: this.#failure.reason,
        events: this.#unwritten.length + this.#forgotten,
      }
    );
  }

  #write(): void {
    try {
      const piece = this.#openPiece();
      if (this.#unwritten.length > 0) {
        const line = lineOf(this.#keys, this.#unwritten);
        const written = writeSync(piece.fd, line);
        if (written < line.length) throw new Error('the disk took a part of a line only');
        piece.bytes += written;
        this.#unwritten = [];
        this.#forgotten = 0;
      }
      this.#failure = null;
    } catch (error) {
      if (!this.#failure) this.#onFailure(error);
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      this.#failure = { since: this.#failure?.since ?? new Date(), reason, triedAt: performance.now() };
      // A line that was cut short is the last one of its piece.
      this.endPiece();
    }
  }

  #openPiece(): Piece {
    const now = Date.now();
    if (this.#piece && (this.#piece.bytes > pieceBytes || now - this.#piece.touchedAt > sleptMs)) this.endPiece();
    if (!this.#piece) {
      makeFolder(this.folder, 0o700);
      this.#pieces += 1;
      const name = `${this.id}.${this.#pieces}${ending}`;
      this.#piece = { name, fd: openSync(join(this.folder, name), 'ax', 0o600), bytes: 0, touchedAt: now };
    }
    return this.#piece;
  }
}

const signed = (ids: string): string => `influencegen audit journal\n${ids}`;

function lineOf(keys: AuditKeys, ids: readonly string[]): string {
  const text = ids.join(' ');
  return `${keys.note(signed(text)).toString('hex')} ${text}\n`;
}

/** The process that wrote a piece; null for another file. */
export const writerOf = (name: string): string | null =>
  name.endsWith(ending) ? (name.split('.', 1)[0] ?? null) : null;

/** The events of a piece, and how many of its lines are not what the product wrote. A line that was not finished was not answered. */
export function readPiece(keys: AuditKeys, text: string): { ids: string[]; foreign: number } {
  const ids: string[] = [];
  let foreign = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    const [tag = '', noted = ''] = line.split(/ (.*)/s, 2);
    if (keys.isNote(signed(noted), Buffer.from(tag, 'hex'))) ids.push(...noted.split(' '));
    else foreign += 1;
  }
  return { ids, foreign };
}
