import { HttpProblem } from '../platform/http.ts';

const backslash = 0x5c;
const ignored = new Set(['\n', '\r', '\t']);

/** Where the bytes go. */
export interface PictureBytes {
  /** So many bytes that `make` puts into the room it is given. */
  writeMade(length: number, make: (room: Uint8Array) => void): void;
}

/** What it does works on any bytes, also on those that must not become a `Buffer`: see `AppendedFile`. */
const aBuffer = Buffer.alloc(0);

const broken = (): HttpProblem =>
  new HttpProblem(400, 'MALFORMED_BODY', 'A picture is not valid base64 (RFC 4648, section 4)');

/**
 * Decodes the inside of a JSON string of base64, in pieces cut anywhere. Strict, because Node's decoder is not: it skips
 * what it does not know. PHP writes `\/`, .NET `\u002B` and Python breaks lines with `\n`: all of that is JSON.
 */
export class JsonBase64Decoder {
  readonly #picture: PictureBytes;
  /** Letters that do not yet make a group of four. */
  #rest = '';
  #escape = '';
  #padded = false;

  constructor(picture: PictureBytes) {
    this.#picture = picture;
  }

  write(piece: Buffer): void {
    if (this.#escape === '' && !piece.includes(backslash)) this.#take(piece);
    else this.#take(this.#unescape(piece));
  }

  end(): void {
    if (this.#rest !== '' || this.#escape !== '') throw broken();
  }

  #take(letters: Buffer): void {
    let from = 0;
    if (this.#rest !== '') {
      from = Math.min(4 - this.#rest.length, letters.length);
      this.#rest += letters.toString('latin1', 0, from);
      if (this.#rest.length < 4) return;
      this.#decode(this.#rest);
      this.#rest = '';
    }
    const to = from + ((letters.length - from) & ~3);
    if (to > from) this.#decode(letters.toString('latin1', from, to));
    this.#rest = letters.toString('latin1', to);
  }

  /** Whole groups. A decoder that skips anything makes fewer bytes than the groups hold: that is how it is found out. */
  #decode(groups: string): void {
    // The letters of the other alphabet (RFC 4648, section 5) are the same to Node's decoder.
    if (this.#padded || groups.includes('-') || groups.includes('_')) throw broken();
    const padding = groups.endsWith('==') ? 2 : groups.endsWith('=') ? 1 : 0;
    const length = (groups.length / 4) * 3 - padding;
    this.#picture.writeMade(length, (room) => {
      if (aBuffer.write.call(room, groups, 0, length, 'base64') !== length) throw broken();
    });
    this.#padded = padding > 0;
  }

  #unescape(piece: Buffer): Buffer {
    const letters = Buffer.allocUnsafe(piece.length);
    let length = 0;
    let escape = this.#escape;
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i]!;
      if (byte !== backslash && escape === '') {
        letters[length++] = byte;
        continue;
      }
      escape += String.fromCharCode(byte);
      if (escape.length < (escape[1] === 'u' ? 6 : 2)) continue;
      const letter = unescaped(escape);
      escape = '';
      if (!ignored.has(letter)) letters[length++] = letter.charCodeAt(0);
    }
    this.#escape = escape;
    return letters.subarray(0, length);
  }
}

function unescaped(escape: string): string {
  if (escape === '\\/') return '/';
  try {
    const letter: unknown = JSON.parse(`"${escape}"`);
    if (typeof letter === 'string' && letter.charCodeAt(0) < 0x80) return letter;
  } catch {
    // Not an escape of JSON: the same answer as for a letter that is not of the alphabet.
  }
  throw broken();
}
