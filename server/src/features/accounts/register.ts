import { createHash, randomBytes } from 'node:crypto';
import type { CreateRegistration } from '@companyaccount/contract/registrations';
import {
  assertUsable,
  findProvenLicense,
  type LicenseProof,
  readProof,
  stopGuessing,
} from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import { enqueue } from '#platform/db/enqueue.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import type { Platform } from '#platform/platform.ts';
import { hashPassword } from './auth.ts';
import { joinByLicense, type Joined } from './join-by-license.ts';
import { asInterfaceLanguage, findPersonByEmail, insertPerson, normalizeEmail } from './people-store.ts';
import {
  dropRegistration,
  dropRegistrationsOf,
  insertRegistration,
  lockUnmailedRegistration,
  setRegistrationToken,
  takeRegistration,
} from './registrations-store.ts';
import { verifyNewPassword } from './verify-new-password.ts';

/** The job that writes to the address of a registration. */
export const REGISTRATION_TASK = 'registration.mail';
const CONFIRM_HOURS = 48;
const MAILS_PER_HOUR = 5;

const hashToken = (token: string) => createHash('sha256').update(token).digest();

/**
 * Takes a registration. Nothing here asks whether the address is known, so nothing about the answer can tell: a job does,
 * and writes to it. The password is hashed before the license is looked up, so that the time does not tell either whether
 * a code exists.
 */
export async function register(platform: Platform, input: CreateRegistration, ip: string): Promise<void> {
  const proof = readProof(input);
  await verifyNewPassword(platform, input.password, [input.name, input.email, input.companyName ?? ''], '/password');
  await stopGuessing(platform, ip, proof, () => take(platform, input, proof));
}

async function take(platform: Platform, input: CreateRegistration, proof: LicenseProof): Promise<void> {
  const { db, clock } = platform;
  const passwordHash = await hashPassword(input.password);
  await transact(db, SYSTEM, async (tx) => {
    const license = await findProvenLicense(tx, platform, proof);
    assertUsable(license.state, proof);
    const id = await insertRegistration(tx, {
      licenseId: license.id,
      email: normalizeEmail(input.email),
      name: input.name.trim(),
      companyName: input.companyName?.trim() ?? null,
      language: input.language,
      passwordHash,
      expiresAt: new Date(clock().getTime() + CONFIRM_HOURS * 3_600_000),
    });
    await audit(tx, 'registration.received', { type: 'registration', id }, { licenseId: license.id });
    await enqueue(tx, REGISTRATION_TASK, { id });
  });
}

/**
 * Mails the confirmation link of a registration; a known address is told to sign in and add the license instead, and the
 * registration ends. Done once, however often the job runs.
 */
export async function mailRegistration({ db, mailer, publicUrl }: Platform, id: string): Promise<void> {
  await transact(db, SYSTEM, async (tx) => {
    const registration = await lockUnmailedRegistration(tx, id);
    if (registration === undefined) return;
    const { email, license_id: licenseId } = registration;
    const known = await findPersonByEmail(tx, email);
    if (known === undefined) {
      const token = randomBytes(32).toString('base64url');
      await setRegistrationToken(tx, id, hashToken(token));
      await mailer.send(tx, {
        to: email,
        template: 'registration_confirmation',
        language: asInterfaceLanguage(registration.language),
        values: { link: `${publicUrl()}/confirm#${token}` },
        secret: true,
        hourly: MAILS_PER_HOUR,
      });
      return;
    }
    await dropRegistration(tx, id);
    await audit(tx, 'registration.known_address', { type: 'person', id: known.id }, { licenseId });
    await mailer.send(tx, {
      to: email,
      template: 'registration_known_address',
      language: asInterfaceLanguage(known.language),
      values: { link: `${publicUrl()}/sign-in` },
      secret: false,
      hourly: MAILS_PER_HOUR,
    });
  });
}

export interface Confirmed extends Pick<Joined, 'companyName' | 'membership'> {
  email: string;
}

/** Confirms a registration: the account comes to be, and its license opens to it what `joinByLicense` says. */
export async function confirmRegistration(platform: Platform, token: string): Promise<Confirmed> {
  const { db, clock } = platform;
  return transact(db, SYSTEM, async (tx) => {
    const registration = await takeRegistration(tx, hashToken(token), clock());
    if (registration === undefined) throw new Refusal('link_expired');
    const { email, name, license_id: licenseId, company_name: companyName } = registration;
    // Taken up by another confirmation meanwhile: the account exists, so signing in is all that is left to do.
    if ((await findPersonByEmail(tx, email)) !== undefined) throw new Refusal('link_expired');
    const id = await insertPerson(tx, {
      name,
      email,
      language: asInterfaceLanguage(registration.language),
      passwordHash: registration.password_hash,
    });
    await dropRegistrationsOf(tx, email);
    const joined = await joinByLicense(tx, platform, {
      person: { id, name, email },
      licenseId,
      proof: null,
      companyName: companyName ?? name,
    });
    return { email, companyName: joined.companyName, membership: joined.membership };
  });
}
