import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { ApiError, type Client } from '@companyaccount/contract/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Program } from '../../../e2e/harness/program.ts';
import { clientAt, signInAt } from '../harness/over-http.ts';

const ROUNDS = 10;
const REQUESTS = 2_000;
const CLIENTS = 8;
const PIECE = 1024 * 1024;
/** Of the upload that no round is long enough for. */
const LARGE = 24 * PIECE;
const TUS = { 'tus-resumable': '1.0.0' };
const BYTES = { 'content-type': 'application/offset+octet-stream' };

let program: Program;
let cookie: string;
beforeAll(async () => {
  program = await Program.start();
  cookie = await signInAt(program.url, 'anna@acme.example');
}, 120_000);
afterAll(() => program.stop());

const tus = (method: string, path: string, headers: Record<string, string>, body?: Buffer) =>
  fetch(`${program.url}/api/v1/uploads${path}`, {
    method,
    headers: { ...TUS, cookie, ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  });

async function begin(size: number, name: string, body?: Buffer): Promise<string> {
  const metadata = `filename ${Buffer.from(name).toString('base64')}`;
  const headers = { 'upload-length': String(size), 'upload-metadata': metadata, ...(body === undefined ? {} : BYTES) };
  const answer = await tus('POST', '', headers, body);
  if (answer.status !== 201) throw new ApiError({ status: answer.status });
  return answer.headers.get('location')?.split('/').at(-1) ?? '';
}

/** A request with a file and two messages, written step by step; each step under a key of its own. */
interface Filing {
  /** Which of the clients writes it. */
  writer: number;
  subject: string;
  keys: readonly [string, string];
  upload: string | null;
  requestId: string | null;
  answered: boolean;
}
const filings: Filing[] = [];
const newFiling = (writer: number): Filing => {
  const filing: Filing = {
    writer,
    subject: `Filing ${filings.length}`,
    keys: [randomUUID(), randomUUID()],
    upload: null,
    requestId: null,
    answered: false,
  };
  filings.push(filing);
  return filing;
};

/** Takes the steps of a filing that have not been acknowledged yet. */
async function goOn(client: Client, filing: Filing): Promise<void> {
  const { subject, keys } = filing;
  filing.upload ??= await begin(1000, `${subject}.log`, Buffer.alloc(1000, subject));
  filing.requestId ??= (
    await client.createRequest({
      body: { desk: 'support', kind: 'malfunction', severity: 3, subject, text: subject, uploads: [filing.upload] },
      idempotencyKey: keys[0],
    })
  ).id;
  if (filing.answered) return;
  await client.createMessage({
    params: { id: filing.requestId },
    body: { text: `More on ${subject}` },
    idempotencyKey: keys[1],
  });
  filing.answered = true;
}

/** Fails on anything but a connection that broke with the program. */
async function untilKilled(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof ApiError ? error.status !== 0 && error.status < 500 : !(error instanceof TypeError))
      throw error;
  }
}

const content = randomBytes(LARGE);
const large = { id: '', acknowledged: 0 };
/** Goes on with the large upload, a piece at a time, slowly enough that every round breaks it. */
async function upload(paused: number): Promise<void> {
  if (large.id === '') large.id = await begin(LARGE, 'large.bin');
  const head = await tus('HEAD', `/${large.id}`, {});
  let offset = Number(head.headers.get('upload-offset'));
  expect(offset).toBeGreaterThanOrEqual(large.acknowledged);
  while (offset < LARGE) {
    const piece = content.subarray(offset, offset + PIECE);
    const answer = await tus('PATCH', `/${large.id}`, { 'upload-offset': String(offset), ...BYTES }, piece);
    if (answer.status !== 204) throw new ApiError({ status: answer.status });
    offset += piece.length;
    large.acknowledged = offset;
    await delay(paused);
  }
}

/** Kills the program and its database at once, as a power cut would. */
async function killAll(): Promise<void> {
  const file = join(program.dataDir, 'postgres/cluster/postmaster.pid');
  const postmaster = Number((await readFile(file, 'utf8')).split('\n')[0]);
  const { stdout } = await promisify(execFile)('pgrep', ['-P', String(postmaster)]);
  for (const pid of [postmaster, ...stdout.trim().split('\n').map(Number)]) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself meanwhile.
    }
  }
  await program.kill();
}

it(`keeps what it acknowledged through ${ROUNDS} kills while ${CLIENTS} clients write`, async () => {
  const perRound = REQUESTS / ROUNDS;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const client = clientAt(program.url, cookie);
    let killed = false;
    const writers = Array.from({ length: CLIENTS }, (_none, writer) =>
      untilKilled(async () => {
        const open = filings.filter((filing) => filing.writer === writer && !filing.answered);
        for (const filing of open) await goOn(client, filing);
        while (!killed && filings.length < round * perRound) await goOn(client, newFiling(writer));
      }),
    );
    const uploading = untilKilled(() => upload(round === ROUNDS ? 0 : 400));
    // Somewhere in the middle of the writing, each round elsewhere.
    while (filings.length < round * perRound - 10 - 7 * round) await delay(5);
    await killAll();
    killed = true;
    await Promise.all([...writers, uploading]);
    await program.startAgain();
  }

  // Whatever was not acknowledged is sent again, under its key; and what was, once more.
  const client = clientAt(program.url, cookie);
  while (filings.length < REQUESTS) newFiling(0);
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_none, nth) => {
      for (let at = nth; at < filings.length; at += CLIENTS) {
        const filing = filings[at];
        if (filing === undefined) continue;
        const known = filing.requestId;
        await goOn(client, { ...filing, requestId: null, answered: false });
        if (known !== null) expect((await client.getRequest({ params: { id: known } })).subject).toBe(filing.subject);
      }
    }),
  );
  await upload(0);

  const seen = new Map<string, { id: string; messages: number }[]>();
  let after: string | undefined;
  do {
    const page = await client.listRequests({
      query: { 'page[size]': 100, ...(after === undefined ? {} : { 'page[after]': after }) },
    });
    for (const { id, subject, messageCount } of page.data) {
      if (subject.startsWith('Filing '))
        seen.set(subject, [...(seen.get(subject) ?? []), { id, messages: messageCount }]);
    }
    const next = page.links.next;
    after = next === null ? undefined : (new URL(next, program.url).searchParams.get('page[after]') ?? undefined);
  } while (after !== undefined);
  expect(seen.size).toBe(REQUESTS);
  for (const { subject, requestId } of filings) {
    const found = seen.get(subject) ?? [];
    expect(
      found.map(({ messages }) => messages),
      subject,
    ).toEqual([2]);
    if (requestId !== null) expect(found[0]?.id, subject).toBe(requestId);
  }

  const request = await client.createRequest({
    body: { desk: 'support', kind: 'malfunction', subject: 'With the large one', text: 'See it.', uploads: [large.id] },
  });
  const { data } = await client.listMessages({ params: { id: request.id } });
  const attachment = data[0]?.attachments[0];
  const download = await fetch(`${program.url}/api/v1/attachments/${attachment?.id}`, { headers: { cookie } });
  const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
  expect(hash(new Uint8Array(await download.arrayBuffer()))).toBe(hash(content));

  const admin = clientAt(program.url, await signInAt(program.url, 'admin@vendor.example'));
  const jobs = async () => (await admin.getSystemState()).jobs;
  await expect.poll(jobs, { timeout: 240_000, interval: 1000 }).toEqual({ waiting: 0, failed: 0 });
});
