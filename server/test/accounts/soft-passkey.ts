import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { PasskeyAnswer } from '@companyaccount/contract/second-factors';

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest();
const b64 = (data: Uint8Array | string) => Buffer.from(data).toString('base64url');

/** What a passkey does differently from an honest one. */
export interface Twist {
  origin?: string;
  rpId?: string;
  /** 1: somebody touched the device; 4: it made sure who. */
  flags?: number;
  type?: string;
  /** How often it says it was used. */
  counter?: number;
}

const bytes = (data: Uint8Array) =>
  Buffer.concat([data.length < 24 ? Buffer.from([0x40 + data.length]) : Buffer.from([0x58, data.length]), data]);
const text = (word: string) => Buffer.concat([Buffer.from([0x60 + word.length]), Buffer.from(word)]);

/** A passkey made of software: signs as a device would. */
export class SoftPasskey {
  readonly id = randomBytes(32);
  readonly #key: KeyObject;
  readonly #publicKey: Buffer;
  readonly #origin: string;
  #counter = 0;

  constructor(origin = 'http://localhost:80') {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    // The key as CBOR (COSE, ES256).
    this.#publicKey = Buffer.concat([
      Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21]),
      bytes(Buffer.from(x, 'base64url')),
      Buffer.from([0x22]),
      bytes(Buffer.from(y, 'base64url')),
    ]);
    this.#origin = origin;
  }

  #clientData(type: string, challenge: string, twist: Twist): Buffer {
    return Buffer.from(
      JSON.stringify({ type: twist.type ?? type, challenge, origin: twist.origin ?? this.#origin, crossOrigin: false }),
    );
  }

  #authenticatorData(twist: Twist, flags: number): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(twist.counter ?? (this.#counter += 1));
    return Buffer.concat([sha256(twist.rpId ?? new URL(this.#origin).hostname), Buffer.from([flags]), counter]);
  }

  /** The body that keeps this passkey. */
  register(challenge: string, name = 'Laptop', twist: Twist = {}) {
    const data = Buffer.concat([
      this.#authenticatorData(twist, twist.flags === undefined ? 0x45 : twist.flags | 0x40),
      Buffer.alloc(16),
      Buffer.from([0, this.id.length]),
      this.id,
      this.#publicKey,
    ]);
    const attestation = Buffer.concat([
      Buffer.from([0xa3]),
      text('fmt'),
      text('none'),
      text('attStmt'),
      Buffer.from([0xa0]),
      text('authData'),
      bytes(data),
    ]);
    return {
      name,
      credentialId: b64(this.id),
      clientData: b64(this.#clientData('webauthn.create', challenge, twist)),
      attestation: b64(attestation),
      transports: ['internal'],
    };
  }

  /** What it answers to a challenge. */
  answer(challenge: string, twist: Twist = {}): PasskeyAnswer {
    const clientData = this.#clientData('webauthn.get', challenge, twist);
    const data = this.#authenticatorData(twist, twist.flags ?? 0x05);
    return {
      credentialId: b64(this.id),
      clientData: b64(clientData),
      authenticatorData: b64(data),
      signature: b64(sign('sha256', Buffer.concat([data, sha256(clientData)]), this.#key)),
    };
  }
}
