import { HttpProblem } from '../platform/http.ts';
import { JsonBase64Decoder, type PictureBytes } from './callback-base64.ts';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openObject = 0x7b;
const closeObject = 0x7d;
const openArray = 0x5b;
const closeArray = 0x5d;

/** More than a callback ever needs beside its pictures. */
const largestRest = 65_536;
const deepest = 16;

interface Level {
  array: boolean;
  /** Keys seen so far. */
  keys: Set<string>;
  /** The key whose value is being read. */
  key: string | null;
}

const malformed = (message: string): HttpProblem => new HttpProblem(400, 'MALFORMED_BODY', message);

/**
 * Reads a JSON callback in pieces cut anywhere. The base64 of `images[].data` goes to `begin()` as bytes and never becomes a
 * string; everything else is kept, with the number of the picture in place of its data, and left to `JSON.parse`. Because a
 * string takes the place of a string, what is not JSON still is not.
 */
export class CallbackJsonReader {
  readonly #begin: () => PictureBytes;
  readonly #levels: Level[] = [];
  #kept = Buffer.allocUnsafe(1024);
  #keptLength = 0;
  #pictures = 0;
  #state: 'structure' | 'string' | 'data' = 'structure';
  #escaped = false;
  #expectsKey = false;
  /** Where the string being read begins among the kept bytes. */
  #stringStart = 0;
  #decoder: JsonBase64Decoder | undefined;

  constructor(begin: () => PictureBytes) {
    this.#begin = begin;
  }

  write(piece: Buffer): void {
    let at = 0;
    while (at < piece.length) {
      if (this.#state === 'structure') at = this.#readStructure(piece, at);
      else if (this.#state === 'string') at = this.#readString(piece, at);
      else at = this.#readData(piece, at);
    }
  }

  /** The callback, with the number of the picture (from 0) as the `data` of each image. */
  end(): unknown {
    if (this.#state !== 'structure') throw malformed('The JSON ends inside a string');
    try {
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        this.#kept.subarray(0, this.#keptLength),
      );
      return JSON.parse(text);
    } catch {
      throw malformed('The body is not JSON in UTF-8');
    }
  }

  #readStructure(piece: Buffer, from: number): number {
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at]!;
      switch (byte) {
        case quote:
          this.#keep(piece, from, at + 1);
          return this.#beginString(at + 1);
        case openObject:
        case openArray:
          this.#descend(byte === openArray);
          break;
        case closeObject:
        case closeArray:
          this.#levels.pop();
          this.#expectsKey = false;
          break;
        case comma:
          this.#expectsKey = this.#levels.at(-1)?.array === false;
          break;
        case colon:
          this.#expectsKey = false;
          break;
        default:
      }
    }
    this.#keep(piece, from, piece.length);
    return piece.length;
  }

  #descend(array: boolean): void {
    if (this.#levels.length === deepest) throw malformed(`The JSON is nested deeper than ${deepest}`);
    this.#levels.push({ array, keys: new Set(), key: null });
    this.#expectsKey = !array;
  }

  #beginString(at: number): number {
    this.#stringStart = this.#keptLength - 1;
    if (!this.#expectsKey && this.#isPictureData()) {
      this.#decoder = new JsonBase64Decoder(this.#begin());
      this.#keepText(String(this.#pictures++));
      this.#state = 'data';
    } else this.#state = 'string';
    return at;
  }

  /** At `$.images[…].data`. */
  #isPictureData(): boolean {
    const [top, list, image] = this.#levels;
    return (
      this.#levels.length === 3 &&
      top!.key === 'images' &&
      !top!.array &&
      list!.array &&
      !image!.array &&
      image!.key === 'data'
    );
  }

  #readString(piece: Buffer, from: number): number {
    for (let at = from; at < piece.length; at++) {
      if (this.#escaped) this.#escaped = false;
      else if (piece[at] === backslash) this.#escaped = true;
      else if (piece[at] === quote) {
        this.#keep(piece, from, at + 1);
        this.#state = 'structure';
        if (this.#expectsKey) this.#takeKey();
        return at + 1;
      }
    }
    this.#keep(piece, from, piece.length);
    return piece.length;
  }

  #takeKey(): void {
    const level = this.#levels.at(-1);
    const key = this.#parseKept(this.#stringStart);
    if (!level || key === null) return;
    if (level.keys.has(key)) throw malformed('The JSON has a key twice in one object');
    level.keys.add(key);
    level.key = key;
  }

  /** Null when it is no JSON string: `end` will say so. */
  #parseKept(from: number): string | null {
    try {
      return String(JSON.parse(this.#kept.toString('utf8', from, this.#keptLength)));
    } catch {
      return null;
    }
  }

  #readData(piece: Buffer, from: number): number {
    const end = piece.indexOf(quote, from);
    this.#decoder!.write(piece.subarray(from, end === -1 ? piece.length : end));
    if (end === -1) return piece.length;
    this.#decoder!.end();
    this.#decoder = undefined;
    this.#keep(piece, end, end + 1);
    this.#state = 'structure';
    return end + 1;
  }

  #keepText(text: string): void {
    const bytes = Buffer.from(text);
    this.#keep(bytes, 0, bytes.length);
  }

  #keep(piece: Buffer, from: number, to: number): void {
    const length = this.#keptLength + to - from;
    if (length > largestRest)
      throw new HttpProblem(413, 'TOO_LARGE', `A callback may have ${largestRest} bytes beside its pictures`);
    if (length > this.#kept.length) {
      const larger = Buffer.allocUnsafe(Math.min(largestRest, 2 ** Math.ceil(Math.log2(length))));
      this.#kept.copy(larger, 0, 0, this.#keptLength);
      this.#kept = larger;
    }
    piece.copy(this.#kept, this.#keptLength, from, to);
    this.#keptLength = length;
  }
}
