import { createHash, randomBytes } from 'node:crypto';
import { isWellFormedActivationCode, normalizeActivationCode } from '@companyaccount/contract/activation-code';
import type { ErrorCode } from '@companyaccount/contract/errors';
import type { CreateRegistration } from '@companyaccount/contract/registrations';
import { claimLicense, findLicenseByCode, lockLicense, type FoundLicense } from '#features/licensing/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import { Refusal } from '#platform/errors.ts';
import { emit } from '#platform/db/emit.ts';
import type { Platform } from '#platform/platform.ts';
import { hashPassword } from './auth.ts';
import { insertCompany, insertMember } from './companies-store.ts';
import { findAdministrators } from './members-store.ts';
import { asInterfaceLanguage, findPersonByEmail, insertPerson, normalizeEmail } from './people-store.ts';
import { dropRegistrationsOf, insertRegistration, takeRegistration } from './registrations-store.ts';

const CONFIRM_HOURS = 48;
const MAILS_PER_HOUR = 5;
/** Whoever has a code of the company can cause these, under as many addresses as they have. */
const WAITING_MAILS_PER_HOUR = 20;

const UNUSABLE: Record<FoundLicense['state'], ErrorCode | null> = {
  active: null,
  expired: 'license_expired',
  suspended: 'license_suspended',
  revoked: 'license_revoked',
};

const refuseCode = (code: ErrorCode) =>
  new Refusal(code, { fields: [{ pointer: '/activationCode', code: 'invalid' }] });

const hashToken = (token: string) => createHash('sha256').update(token).digest();

/**
 * Takes a registration and mails its confirmation link. A known address gets another mail and the same answer, in the
 * same time: the password is hashed either way.
 */
export async function register(platform: Platform, input: CreateRegistration): Promise<void> {
  const { db, keyring, clock, mailer } = platform;
  const code = normalizeActivationCode(input.activationCode);
  if (!isWellFormedActivationCode(code)) throw refuseCode('activation_code_mistyped');
  const passwordHash = await hashPassword(input.password);
  await transact(db, SYSTEM, async (tx) => {
    const now = clock();
    const license = await findLicenseByCode(tx, keyring, code, now);
    if (license === undefined) throw refuseCode('activation_code_unknown');
    const unusable = UNUSABLE[license.state];
    if (unusable !== null) throw refuseCode(unusable);

    const email = normalizeEmail(input.email);
    const known = await findPersonByEmail(tx, email);
    if (known !== undefined) {
      await mailer.send(tx, {
        to: email,
        template: 'registration_known_address',
        language: asInterfaceLanguage(known.language),
        values: { link: `${platform.publicUrl()}/sign-in` },
        secret: false,
        hourly: MAILS_PER_HOUR,
      });
      await audit(tx, 'registration.known_address', { type: 'person', id: known.id }, { licenseId: license.id });
      return;
    }
    const token = randomBytes(32).toString('base64url');
    const id = await insertRegistration(tx, {
      licenseId: license.id,
      email,
      name: input.name.trim(),
      companyName: input.companyName?.trim() ?? null,
      language: input.language,
      passwordHash,
      tokenHash: hashToken(token),
      expiresAt: new Date(now.getTime() + CONFIRM_HOURS * 3_600_000),
    });
    await audit(tx, 'registration.received', { type: 'registration', id }, { licenseId: license.id });
    await mailer.send(tx, {
      to: email,
      template: 'registration_confirmation',
      language: input.language,
      values: { link: `${platform.publicUrl()}/confirm#${token}` },
      secret: true,
      hourly: MAILS_PER_HOUR,
    });
  });
}

export interface Confirmed {
  email: string;
  companyName: string;
  membership: 'active' | 'pending';
}

/**
 * Confirms a registration. Whoever confirms first claims the license: the company comes to be with them as its first
 * administrator; anyone later waits to be let in by an administrator.
 */
export async function confirmRegistration(platform: Platform, token: string): Promise<Confirmed> {
  const { db, clock } = platform;
  return transact(db, SYSTEM, async (tx) => {
    const registration = await takeRegistration(tx, hashToken(token), clock());
    if (registration === undefined) throw new Refusal('link_expired');
    const { email, name, license_id: licenseId } = registration;
    // Taken up by another confirmation meanwhile: the account exists, so signing in is all that is left to do.
    if ((await findPersonByEmail(tx, email)) !== undefined) throw new Refusal('link_expired');
    const { companyId: owner, state } = await lockLicense(tx, licenseId, clock());
    const unusable = UNUSABLE[state];
    if (unusable !== null) throw new Refusal(unusable);
    const personId = await insertPerson(tx, {
      name,
      email,
      language: asInterfaceLanguage(registration.language),
      passwordHash: registration.password_hash,
    });
    await dropRegistrationsOf(tx, email);
    const companyId = owner ?? (await insertCompany(tx, registration.company_name ?? name));
    const membership = owner === null ? 'active' : 'pending';
    await insertMember(tx, companyId, personId, owner === null ? 'administrator' : 'user', membership);
    if (owner === null) await claimLicense(tx, licenseId, companyId);
    await audit(
      tx,
      owner === null ? 'license.claimed' : 'member.waiting',
      { type: 'person', id: personId },
      { licenseId },
      companyId,
    );
    await emit(tx, 'rights_changed', { companyId, personId });
    const company = await tx
      .selectFrom('app.companies')
      .select('name')
      .where('id', '=', companyId)
      .executeTakeFirstOrThrow();
    if (membership === 'pending') {
      await emit(tx, 'company_changed', { companyId });
      await askAdministrators(tx, platform, { id: companyId, name: company.name }, { name, email });
    }
    return { email, companyName: company.name, membership };
  });
}

/** Asks the administrators, each in their own language, whether to let a person in. */
async function askAdministrators(
  tx: Tx,
  { mailer, publicUrl }: Platform,
  company: { id: string; name: string },
  person: { name: string; email: string },
): Promise<void> {
  for (const { name, email, language } of await findAdministrators(tx, company.id)) {
    await mailer.send(tx, {
      to: email,
      template: 'member_waiting',
      language: asInterfaceLanguage(language),
      values: { name, company: company.name, person: person.name, email: person.email, link: `${publicUrl()}/company` },
      secret: false,
      hourly: WAITING_MAILS_PER_HOUR,
    });
  }
}
