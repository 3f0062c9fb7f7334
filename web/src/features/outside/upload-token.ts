import { ApiError, type SolvedChallenge } from '@companyaccount/contract';
import { api } from '../../api/client.ts';
import { askWorker } from '../../api/ask-worker.ts';

const KEPT = 'upload-token';
/** So much before its end a token is no longer begun with. */
const SPARE_MS = 300_000;

let asked: Promise<string> | null = null;

/** The upload token that this browser has, as long as it is worth something. */
export function keptToken(): string | null {
  const [token, end] = localStorage.getItem(KEPT)?.split(' ') ?? [];
  return token !== undefined && end !== undefined && Date.parse(end) - SPARE_MS > Date.now() ? token : null;
}

/** Lets go of a token that was used or is over. */
export function forgetToken(): void {
  localStorage.removeItem(KEPT);
}

async function buyToken(): Promise<string> {
  const challenge = await api.createChallenge();
  const worker = new Worker(new URL('solve-challenge.worker.ts', import.meta.url), { type: 'module' });
  const body = await askWorker<SolvedChallenge | null>(worker, challenge);
  if (body === null) throw new ApiError({ status: 422, code: 'challenge_refused' });
  const { token, expiresAt } = await api.createUploadToken({ body });
  localStorage.setItem(KEPT, `${token} ${expiresAt}`);
  return token;
}

/** An upload token: the one there is, else one bought with a challenge, which takes a second or two. */
export async function uploadToken(): Promise<string> {
  const kept = keptToken();
  if (kept !== null) return kept;
  asked ??= buyToken().finally(() => (asked = null));
  return asked;
}
