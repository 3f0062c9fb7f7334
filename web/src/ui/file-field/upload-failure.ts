import { ApiError, ERROR_STATUS, type Problem } from '@companyaccount/contract';
import { DetailedError } from 'tus-js-client';

/** Why an upload stopped; `refused` with the server's own reason where it gave one. */
export type UploadFailure =
  | { kind: 'connection' | 'unreadable' | 'signed_out' | 'server' }
  | { kind: 'refused'; reason: ApiError | null };

function reasonIn(body: string, status: number): ApiError | null {
  try {
    const problem = JSON.parse(body) as Partial<Problem>;
    return problem.code !== undefined && problem.code in ERROR_STATUS ? new ApiError({ ...problem, status }) : null;
  } catch {
    return null;
  }
}

/** Reads what the upload library reports as one of the few things a person can act on. */
export function uploadFailure(error: unknown): UploadFailure {
  if (!(error instanceof DetailedError)) return { kind: 'unreadable' };
  const response = error.originalResponse;
  if (response === null) return { kind: 'connection' };
  const status = response.getStatus();
  if (status === 0) return { kind: 'connection' };
  if (status === 401) return { kind: 'signed_out' };
  if (status >= 500) return { kind: 'server' };
  return { kind: 'refused', reason: reasonIn(response.getBody(), status) };
}
