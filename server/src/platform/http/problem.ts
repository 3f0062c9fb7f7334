import { ERROR_STATUS, type ErrorCode, type FieldError, type Problem } from '@companyaccount/contract/errors';
import type { ErrorObject } from 'ajv';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#platform/errors.ts';
import { fieldErrors } from './validators.ts';

const BY_FASTIFY_CODE: Record<string, ErrorCode> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed_json',
};

/** What a part of the server that speaks of statuses alone means (the one for static files does). */
const BY_STATUS: Record<number, ErrorCode> = {
  400: 'malformed_json',
  403: 'not_found',
  404: 'not_found',
  412: 'version_moved',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  416: 'range_not_satisfiable',
};

/** Answers with problem details (RFC 9457). */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  { fields = [], retryAfter = null }: { fields?: readonly FieldError[]; retryAfter?: number | null } = {},
): FastifyReply {
  const status = ERROR_STATUS[code];
  const problem: Problem = {
    type: 'about:blank',
    title: code.replaceAll('_', ' '),
    status,
    code,
    requestId: request.id,
    ...(fields.length === 0 ? {} : { errors: [...fields] }),
    ...(retryAfter === null ? {} : { retryAfter }),
  };
  if (retryAfter !== null) void reply.header('retry-after', retryAfter);
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .serializer(JSON.stringify)
    .send(problem);
}

/** Turns whatever a handler threw into an answer. A fault of ours shows its id and nothing else; the log has the rest. */
export function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (error instanceof Refusal) return sendProblem(request, reply, error.code, error);
  if (error.validation !== undefined) {
    // A path parameter of the wrong form names nothing that exists.
    if (error.validationContext === 'params') return sendProblem(request, reply, 'not_found');
    return sendProblem(request, reply, 'validation_failed', { fields: fieldErrors(error.validation as ErrorObject[]) });
  }
  const code = BY_FASTIFY_CODE[error.code] ?? BY_STATUS[error.statusCode ?? 500];
  if (code !== undefined) return sendProblem(request, reply, code);
  request.log.error({ err: error }, 'request failed');
  return sendProblem(request, reply, 'internal');
}
