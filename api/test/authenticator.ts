import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

interface CreationOptions {
  rp: { id: string };
  user: { id: string };
  challenge: string;
  excludeCredentials?: { id: string }[];
}

interface RequestOptions {
  rpId: string;
  challenge: string;
  allowCredentials?: { id: string }[];
}

const userPresent = 0x01;
const userVerified = 0x04;
const attestedCredentialIncluded = 0x40;

/** What is wrong with an answer, on purpose. */
export interface Flaws {
  origin?: string;
  /** The host that the authenticator believes to be on. */
  host?: string;
  unverified?: boolean;
  /** Instead of one more than before. */
  counter?: number;
}

/** A security key made of software, with one credential: answers as a browser would hand it on (WebAuthn, section 7). */
export class Authenticator {
  readonly #keys: { privateKey: KeyObject; publicKey: KeyObject } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly id = randomBytes(20);
  #counter = 0;
  #user: string | undefined;

  constructor(private readonly origin: string) {}

  /** The answer to `navigator.credentials.create`, as JSON. */
  create(optionsJson: string, flaws: Flaws = {}): string {
    const options = JSON.parse(optionsJson) as CreationOptions;
    this.#user = options.user.id;
    const { x, y } = this.#keys.publicKey.export({ format: 'jwk' });
    // COSE_Key: {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    const key = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x!, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y!, 'base64url'),
    ]);
    const length = Buffer.alloc(2);
    length.writeUInt16BE(this.id.length);
    const attested = Buffer.concat([Buffer.alloc(16), length, this.id, key]);
    const data = this.#data(options.rp.id, attestedCredentialIncluded, attested, flaws);
    const dataLength = Buffer.alloc(2);
    dataLength.writeUInt16BE(data.length);
    // {"fmt": "none", "attStmt": {}, "authData": h'…'}
    const attestation = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex'),
      dataLength,
      data,
    ]);
    return this.#answer({
      clientDataJSON: this.#clientData('webauthn.create', options.challenge, flaws).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['usb'],
    });
  }

  /** The answer to `navigator.credentials.get`, as JSON. */
  get(optionsJson: string, flaws: Flaws = {}): string {
    const options = JSON.parse(optionsJson) as RequestOptions;
    const data = this.#data(options.rpId, 0, Buffer.alloc(0), flaws);
    const clientData = this.#clientData('webauthn.get', options.challenge, flaws);
    const signature = createSign('sha256')
      .update(data)
      .update(createHash('sha256').update(clientData).digest())
      .sign(this.#keys.privateKey);
    return this.#answer({
      clientDataJSON: clientData.toString('base64url'),
      authenticatorData: data.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: this.#user,
    });
  }

  #answer(response: object): string {
    const id = this.id.toString('base64url');
    return JSON.stringify({ id, rawId: id, type: 'public-key', clientExtensionResults: {}, response });
  }

  #clientData(type: string, challenge: string, { origin = this.origin }: Flaws): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  }

  #data(host: string, flags: number, rest: Buffer, flaws: Flaws): Buffer {
    this.#counter = flaws.counter ?? this.#counter + 1;
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.#counter);
    return Buffer.concat([
      createHash('sha256')
        .update(flaws.host ?? host)
        .digest(),
      Buffer.from([flags | userPresent | (flaws.unverified ? 0 : userVerified)]),
      counter,
      rest,
    ]);
  }
}
