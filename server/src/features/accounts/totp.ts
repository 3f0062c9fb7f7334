import { createHmac, timingSafeEqual } from 'node:crypto';

// Time-based one-time passwords (RFC 6238), as every authenticator app makes them: SHA-1, 6 digits, 30 seconds.
const STEP_MS = 30_000;
const DIGITS = 6;
/** Clocks of phones are a little off: one step to either side is taken too. */
const DRIFT_STEPS = 1;
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

export const TOTP_SECRET_BYTES = 20;

const stepAt = (now: Date) => Math.floor(now.getTime() / STEP_MS);

function codeOf(secret: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const number = mac.readUInt32BE((mac.at(-1) ?? 0) & 15) & 0x7f_ff_ff_ff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The code that an authenticator app shows at a time. */
export const totpCode = (secret: Uint8Array, now: Date): string => codeOf(secret, stepAt(now));

/** The time step whose code this is, later than `last` (so that no code is taken twice); null when there is none. */
export function totpStep(secret: Uint8Array, code: string, now: Date, last: number): number | null {
  if (!/^\d{6}$/u.test(code)) return null;
  const given = Buffer.from(code);
  const newest = stepAt(now) + DRIFT_STEPS;
  for (let step = newest; step >= newest - 2 * DRIFT_STEPS && step > last; step -= 1)
    if (timingSafeEqual(given, Buffer.from(codeOf(secret, step)))) return step;
  return null;
}

/** A secret as it is typed into an app. */
export function totpSecretText(secret: Uint8Array): string {
  let bits = '';
  for (const byte of secret) bits += byte.toString(2).padStart(8, '0');
  return (bits.match(/.{5}/gu) ?? []).map((five) => BASE32[Number.parseInt(five, 2)]).join('');
}

/** The address that an app reads from a QR code. */
export function totpUri(secret: Uint8Array, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const parameters = `secret=${totpSecretText(secret)}&issuer=${encodeURIComponent(issuer)}`;
  return `otpauth://totp/${label}?${parameters}&algorithm=SHA1&digits=${DIGITS}&period=${STEP_MS / 1000}`;
}
