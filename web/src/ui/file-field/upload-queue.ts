import { Upload } from 'tus-js-client';
import { TransferRate } from './transfer-rate.ts';
import { type UploadFailure, uploadFailure } from './upload-failure.ts';

export type UploadState = 'waiting' | 'checking' | 'known' | 'uploading' | 'paused' | 'failed' | 'done';

/** Whose files they are, and what is taken of them. */
export interface UploadBy {
  /** Several people may use one browser, and nobody can go on with another's upload. */
  owner: string;
  filesMax: number;
  /** Of one file. */
  bytesMax: number;
  /** Shows the right to upload, where the cookie does not. */
  authorization?: () => Promise<string>;
  /** Says what is known of a file, which is then sent only when the person says so; null: nothing. */
  look?: ((file: File) => Promise<KnownFile | null>) | undefined;
}

/** What is known of a file, and the request with which it was sent before. */
export interface KnownFile {
  text: string;
  request?: { id: string; number: string };
}

/** A file on its way to the server, as it is shown. */
export interface UploadItem {
  key: string;
  name: string;
  size: number;
  state: UploadState;
  /** Bytes handed over so far. */
  sent: number;
  /** Bytes a second, null while unknown. */
  rate: number | null;
  /** Why it failed; while it is `uploading`, what is being got over by trying again. */
  failure: UploadFailure | null;
  /** The id the server knows the file by; null until it is all there. */
  id: string | null;
  /** While it is `known`: what is known of it. */
  known: KnownFile | null;
}

export type RejectionReason = 'too_large' | 'too_many' | 'duplicate' | 'folder';
export interface Rejection {
  name: string;
  reason: RejectionReason;
}

interface Transfer {
  file: File;
  upload: Upload;
  rate: TransferRate;
  looked: boolean;
}

const ENDPOINT = '/api/v1/uploads';
/** At once: a browser opens six connections to a site, and the page itself needs some. */
const AT_ONCE = 3;
/** A lost line or a server that is down is tried again after these milliseconds, for three hours in all. */
const RETRY_DELAYS = [500, 1000, 3000, 5000, 10_000, ...Array<number>(540).fill(20_000)];
/** Milliseconds between two reports of the same file's progress. */
const REPORT_EVERY = 200;

/** Whether trying again may help: no answer, too many calls, another hand still on the upload, or the server's own fault. */
const mayPass = (status: number) => [0, 409, 423, 429].includes(status) || status >= 500;

const sameFile = (a: File, b: File) => a.name === b.name && a.size === b.size && a.lastModified === b.lastModified;

/** The files of one field on their way to the server: a few at once, the others in turn. */
export class UploadQueue {
  #items: readonly UploadItem[] = [];
  #transfers = new Map<string, Transfer>();
  #listeners = new Set<() => void>();
  #taken = 0;
  readonly #by: UploadBy;

  constructor(by: UploadBy) {
    this.#by = by;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly items = (): readonly UploadItem[] => this.#items;

  /** Takes files in, `places` at the most, and says which were left out and why. */
  add(files: readonly File[], places: number = this.#by.filesMax): Rejection[] {
    const rejected: Rejection[] = [];
    let free = places;
    for (const file of files) {
      const reject = (reason: RejectionReason) => rejected.push({ name: file.name, reason });
      if (file.size > this.#by.bytesMax) reject('too_large');
      else if (this.#holds(file)) reject('duplicate');
      else if (free === 0) reject('too_many');
      else {
        free -= 1;
        this.#take(file);
      }
    }
    this.#startNext();
    return rejected;
  }

  /** Stops a file; what has arrived is kept on the server. */
  pause(key: string): void {
    const transfer = this.#transfers.get(key);
    if (transfer === undefined) return;
    void transfer.upload.abort();
    transfer.rate.reset();
    this.#change(key, { state: 'paused', rate: null });
    this.#startNext();
  }

  /** Goes on with a paused or failed file where it stopped. */
  resume(key: string): void {
    this.#change(key, { state: 'waiting', failure: null });
    this.#startNext();
  }

  /** Goes on with everything that failed for want of a connection. */
  resumeDisconnected(): void {
    for (const item of this.#items) if (item.failure?.kind === 'connection') this.resume(item.key);
  }

  /** Takes a file out and has the server forget it. */
  remove(key: string): void {
    const transfer = this.#transfers.get(key);
    this.#transfers.delete(key);
    this.#set(this.#items.filter((item) => item.key !== key));
    // The server also clears away by itself what was never attached, so a refusal here does no harm.
    transfer?.upload.abort(true).catch(() => undefined);
    this.#startNext();
  }

  /** Takes files out of the list without touching them on the server. */
  forget(items: readonly UploadItem[]): void {
    if (items.length === 0) return;
    const keys = new Set(items.map((item) => item.key));
    for (const key of keys) this.#transfers.delete(key);
    this.#set(this.#items.filter((item) => !keys.has(item.key)));
  }

  /** Stops everything, as when the page is left; the same files picked again go on where they stopped. */
  stop(): void {
    for (const item of this.#items) {
      if (item.state === 'uploading' || item.state === 'waiting' || item.state === 'checking') this.pause(item.key);
    }
  }

  #holds(file: File): boolean {
    return [...this.#transfers.values()].some((transfer) => sameFile(transfer.file, file));
  }

  #take(file: File): void {
    this.#taken += 1;
    const key = String(this.#taken);
    this.#transfers.set(key, { file, upload: this.#uploadOf(key, file), rate: new TransferRate(), looked: false });
    const item = { key, name: file.name, size: file.size, sent: 0, rate: null, failure: null, id: null, known: null };
    this.#set([...this.#items, { ...item, state: 'waiting' }]);
  }

  #uploadOf(key: string, file: File): Upload {
    let reported = 0;
    return new Upload(file, {
      endpoint: ENDPOINT,
      metadata: { filename: file.name, filetype: file.type },
      retryDelays: RETRY_DELAYS,
      removeFingerprintOnSuccess: true,
      fingerprint: async () => [this.#by.owner, file.name, file.size, file.lastModified].join(':'),
      onBeforeRequest: async (request) => {
        const authorization = await this.#by.authorization?.();
        if (authorization !== undefined) request.setHeader('Authorization', authorization);
      },
      onProgress: (sent, total) => {
        const now = performance.now();
        if (sent < total && now - reported < REPORT_EVERY) return;
        reported = now;
        this.#change(key, { sent, rate: this.#transfers.get(key)?.rate.note(sent, now) ?? null, failure: null });
      },
      onShouldRetry: (error) => {
        const retry = navigator.onLine && mayPass(error.originalResponse?.getStatus() ?? 0);
        if (retry) this.#change(key, { rate: null, failure: uploadFailure(error) });
        return retry;
      },
      onError: (error) => this.#end(key, { state: 'failed', rate: null, failure: uploadFailure(error) }),
      onSuccess: () => this.#finish(key, file.size),
    });
  }

  #finish(key: string, size: number): void {
    const id = this.#transfers.get(key)?.upload.url?.split(/[/?#]/u).findLast(Boolean);
    if (id !== undefined) this.#end(key, { state: 'done', sent: size, rate: null, failure: null, id });
  }

  #end(key: string, change: Partial<UploadItem>): void {
    this.#change(key, change);
    this.#startNext();
  }

  #startNext(): void {
    let running = this.#items.filter(({ state }) => state === 'uploading' || state === 'checking').length;
    for (const item of this.#items) {
      if (running >= AT_ONCE) return;
      if (item.state !== 'waiting') continue;
      running += 1;
      void this.#begin(item.key);
    }
  }

  /** Looks first whether the file is known; that it could not be found out holds nothing up. */
  async #begin(key: string): Promise<void> {
    const transfer = this.#transfers.get(key);
    if (transfer === undefined) return;
    if (this.#by.look !== undefined && !transfer.looked) {
      this.#change(key, { state: 'checking' });
      const known = await this.#by.look(transfer.file).catch(() => null);
      transfer.looked = true;
      // It may have been taken out meanwhile.
      if (!this.#items.some((item) => item.key === key && item.state === 'checking')) return;
      if (known !== null) {
        this.#change(key, { state: 'known', known });
        this.#startNext();
        return;
      }
    }
    this.#change(key, { state: 'uploading' });
    await this.#start(key);
  }

  async #start(key: string): Promise<void> {
    const transfer = this.#transfers.get(key);
    if (transfer === undefined) return;
    const { upload } = transfer;
    if (upload.url === null) {
      // The same file, begun before the page was loaded again.
      const begun = (await upload.findPreviousUploads()).filter((previous) => previous.uploadUrl !== null);
      const elsewhere = new Set([...this.#transfers.values()].map((other) => other.upload.url));
      const latest = begun.findLast((previous) => !elsewhere.has(previous.uploadUrl));
      if (latest !== undefined) upload.resumeFromPreviousUpload(latest);
    }
    // It may have been paused or taken out meanwhile.
    if (this.#items.some((item) => item.key === key && item.state === 'uploading')) upload.start();
  }

  #change(key: string, change: Partial<UploadItem>): void {
    this.#set(this.#items.map((item) => (item.key === key ? { ...item, ...change } : item)));
  }

  #set(items: readonly UploadItem[]): void {
    this.#items = items;
    for (const listener of this.#listeners) listener();
  }
}
