import { object, oneOf, type Static, Type } from './schema.ts';

/** Every error the API can answer with, and its HTTP status. The list is closed: the web has a text for each. */
export const ERROR_STATUS = {
  malformed_json: 400,
  unauthenticated: 401,
  invalid_credentials: 401,
  second_factor_wrong: 401,
  passkey_refused: 401,
  forbidden: 403,
  foreign_origin: 403,
  token_not_allowed: 403,
  email_not_confirmed: 403,
  demo_account_restricted: 403,
  fresh_sign_in_required: 403,
  second_factor_required: 403,
  https_required: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  idempotency_key_reused: 409,
  secret_already_shown: 409,
  last_administrator: 409,
  last_second_factor: 409,
  passkeys_unavailable: 409,
  in_use: 409,
  last_admin: 409,
  domain_taken: 409,
  too_many_domains: 409,
  too_many_profiles: 409,
  too_many_drafts: 409,
  too_many_exports: 409,
  too_many_views: 409,
  transition_not_allowed: 409,
  own_work: 409,
  release_outdated: 409,
  awaited_by_verdict: 409,
  too_late_to_correct: 409,
  too_many_participants: 409,
  upload_not_ready: 409,
  too_many_files: 409,
  key_files_not_ready: 409,
  company_required: 409,
  link_expired: 410,
  result_expired: 410,
  upload_token_expired: 410,
  sign_in_expired: 410,
  version_moved: 412,
  payload_too_large: 413,
  storage_full: 413,
  public_storage_full: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  validation_failed: 422,
  challenge_refused: 422,
  plan_slower_than_public: 422,
  activation_code_mistyped: 422,
  activation_code_unknown: 422,
  key_file_malformed: 422,
  key_file_forged: 422,
  key_file_unknown_issuer: 422,
  license_unknown: 422,
  license_expired: 422,
  license_suspended: 422,
  license_revoked: 422,
  license_file_refused: 422,
  license_already_added: 422,
  license_claimed: 422,
  person_is_staff: 422,
  person_is_member: 422,
  domain_is_suffix: 422,
  free_mail_domain: 422,
  version_required: 428,
  too_many_requests: 429,
  internal: 500,
  unavailable: 503,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof ERROR_STATUS;
export const ERROR_CODES = Object.keys(ERROR_STATUS) as ErrorCode[];

/** What can be wrong with one field; `limit` carries the bound where there is one. */
export const FIELD_ERROR_CODES = [
  'required',
  'unknown_field',
  'wrong_type',
  'wrong_format',
  'not_one_of',
  'taken',
  'too_short',
  'too_long',
  'too_small',
  'too_large',
  'invalid',
  'too_easy',
] as const;
export type FieldErrorCode = (typeof FIELD_ERROR_CODES)[number];

export const FieldError = object({
  pointer: Type.String({ description: 'JSON pointer (RFC 6901) into the body, or the name of a query parameter' }),
  code: oneOf(FIELD_ERROR_CODES),
  limit: Type.Optional(Type.Number()),
});
export type FieldError = Static<typeof FieldError>;

/** Problem details (RFC 9457) with our code, the fields concerned and the id under which the log has more. */
export const Problem = object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: oneOf(ERROR_CODES),
    requestId: Type.String(),
    errors: Type.Optional(Type.Array(FieldError)),
    retryAfter: Type.Optional(Type.Integer({ description: 'seconds' })),
  },
  'Problem',
);
export type Problem = Static<typeof Problem>;
