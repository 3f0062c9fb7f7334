import { AwsClient } from 'aws4fetch';

/** Where blobs are kept in S3-compatible storage, and as whom. */
export interface S3Place {
  /** `https://host[:port]/bucket`; the bucket stands in the path, which every such storage understands. */
  bucketUrl: string;
  /** Begins every key; empty or ending with a slash. */
  prefix: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The storage refused or failed; the message names the call and the status, never the credentials. */
export class S3Error extends Error {
  override name = 'S3Error';
  readonly status: number;
  constructor(call: string, status: number, detail: string) {
    super(`${call}: ${status} ${detail}`);
    this.status = status;
  }
}

export interface Multipart {
  key: string;
  uploadId: string;
  begun: Date;
}

const ATTEMPTS = 5;
const FIRST_PAUSE_MS = 100;
/** A call on which the storage says nothing for so long is given up, in milliseconds. */
const CALL_MS = 120_000;

const textIn = (xml: string, name: string) => new RegExp(`<${name}>([^<]*)</${name}>`, 'u').exec(xml)?.[1];
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
const unescaped = (text: string) =>
  text.replaceAll(/&(amp|lt|gt|quot|apos);/gu, (_, name: string) => ENTITIES[name] ?? '');

/** The few calls of the S3 protocol that blobs need. Each is tried again while the storage is busy or out of reach. */
export class S3Client {
  readonly #place: S3Place;
  readonly #aws: AwsClient;

  constructor(place: S3Place) {
    this.#place = place;
    const { accessKeyId, secretAccessKey, region } = place;
    this.#aws = new AwsClient({ accessKeyId, secretAccessKey, region, service: 's3', retries: 0 });
  }

  /** Writes an object whole. */
  async put(key: string, body: Uint8Array): Promise<void> {
    await this.#text('PUT', key, { body });
  }

  /** The object, or null. */
  async get(key: string): Promise<Buffer | null> {
    const answer = await this.#call('GET', key, {}, [404]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    return answer.status === 404 ? null : bytes;
  }

  /** Bytes of the object from `start` up to, not including, `end`; null when it is gone. */
  async getRange(key: string, start: number, end: number): Promise<Buffer | null> {
    const answer = await this.#call('GET', key, { headers: { range: `bytes=${start}-${end - 1}` } }, [404]);
    const bytes = Buffer.from(await answer.arrayBuffer());
    if (answer.status === 404) return null;
    // A storage that does not know ranges would answer with all of it.
    if (answer.status !== 206) throw new S3Error('GET', answer.status, 'a part was asked for');
    return bytes;
  }

  /** Length of the object in bytes, or null. */
  async size(key: string): Promise<number | null> {
    const answer = await this.#call('HEAD', key, {}, [404]);
    return answer.status === 404 ? null : Number(answer.headers.get('content-length'));
  }

  async remove(key: string): Promise<void> {
    await this.#text('DELETE', key, {}, [404]);
  }

  /** Begins an object of several parts; answers with the id to go on by. */
  async begin(key: string): Promise<string> {
    const id = textIn(await this.#text('POST', key, { query: 'uploads=' }), 'UploadId');
    if (id === undefined) throw new S3Error('POST uploads', 200, 'no UploadId');
    return unescaped(id);
  }

  /** Writes part `number` (from 1); answers with what completing must name it by. */
  async putPart(key: string, uploadId: string, number: number, body: Uint8Array): Promise<string> {
    const query = `partNumber=${number}&uploadId=${encodeURIComponent(uploadId)}`;
    const answer = await this.#call('PUT', key, { query, body });
    await answer.arrayBuffer();
    const etag = answer.headers.get('etag');
    if (etag === null) throw new S3Error('PUT part', answer.status, 'no ETag');
    return etag;
  }

  /** Makes the object of its parts, in order. */
  async complete(key: string, uploadId: string, etags: readonly string[]): Promise<void> {
    const parts = etags.map((etag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${etag}</ETag></Part>`);
    const body = Buffer.from(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`);
    const answer = await this.#text('POST', key, { query: `uploadId=${encodeURIComponent(uploadId)}`, body });
    // Completing may fail after the status was sent.
    if (answer.includes('<Error>')) throw new S3Error('POST complete', 200, textIn(answer, 'Code') ?? '');
  }

  /** Forgets parts that will never be completed; no error when they are gone, or the storage cannot. */
  async abort({ key, uploadId }: Pick<Multipart, 'key' | 'uploadId'>): Promise<void> {
    await this.#text('DELETE', key, { query: `uploadId=${encodeURIComponent(uploadId)}` }, [404, 405, 501]);
  }

  /** Objects whose parts were begun and not completed, up to a thousand; none where the storage cannot tell. */
  async listBegun(): Promise<Multipart[]> {
    const query = `uploads=&prefix=${encodeURIComponent(this.#place.prefix)}`;
    const answer = await this.#call('GET', null, { query }, [405, 501]);
    const xml = await answer.text();
    return [...xml.matchAll(/<Upload>(.*?)<\/Upload>/gsu)].flatMap(([, upload = '']) => {
      const key = unescaped(textIn(upload, 'Key') ?? '');
      if (!key.startsWith(this.#place.prefix)) return [];
      return [
        {
          key: key.slice(this.#place.prefix.length),
          uploadId: unescaped(textIn(upload, 'UploadId') ?? ''),
          begun: new Date(textIn(upload, 'Initiated') ?? 0),
        },
      ];
    });
  }

  /** Throws when the bucket is not to be had. */
  async check(): Promise<void> {
    await this.#text('HEAD', null, {});
  }

  async #text(method: string, key: string | null, options: CallOptions, besides: readonly number[] = []) {
    return (await this.#call(method, key, options, besides)).text();
  }

  async #call(method: string, key: string | null, options: CallOptions, besides: readonly number[] = []) {
    for (let attempt = 1; ; attempt += 1) {
      const answer = await this.#send(method, key, options).catch((error: unknown) => {
        if (attempt >= ATTEMPTS) throw new S3Error(method, 0, String((error as Error).cause ?? error));
        return null;
      });
      if (answer !== null) {
        if (answer.ok || besides.includes(answer.status)) return answer;
        const detail = textIn(await answer.text(), 'Code') ?? answer.statusText;
        if (attempt >= ATTEMPTS || (answer.status < 500 && answer.status !== 429)) {
          throw new S3Error(method, answer.status, detail);
        }
      }
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt * (0.5 + Math.random())));
    }
  }

  async #send(method: string, key: string | null, { query, body, headers }: CallOptions): Promise<Response> {
    const { bucketUrl, prefix } = this.#place;
    const path = key === null ? '' : `/${prefix}${key}`;
    const signed = await this.#aws.sign(`${bucketUrl}${path}${query === undefined ? '' : `?${query}`}`, {
      method,
      headers: headers ?? {},
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    });
    return fetch(signed, { signal: AbortSignal.timeout(CALL_MS), redirect: 'error' });
  }
}

interface CallOptions {
  query?: string;
  body?: Uint8Array;
  headers?: Record<string, string>;
}
