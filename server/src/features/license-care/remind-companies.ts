import { asInterfaceLanguage, findAdministrators } from '#features/accounts/index.ts';
import { audit } from '#platform/db/audit.ts';
import type { Tx } from '#platform/db/database.ts';
import { emit } from '#platform/db/emit.ts';
import { SYSTEM, transact } from '#platform/db/scope.ts';
import type { Platform } from '#platform/platform.ts';
import { type DueReminder, dueReminders } from './reminder.ts';
import { listCompaniesToRemind, type RemindedLicense, takeReminders } from './reminders-store.ts';

const COMPANIES_AT_ONCE = 100;
/** More licenses than this are not listed in a mail; the page has them all. */
const LISTED = 50;

/** Reminds every company of licenses that end soon or have ended; what was sent before is not sent again. */
export async function remindCompanies(platform: Platform): Promise<void> {
  const { db, clock } = platform;
  for (const due of dueReminders(clock())) {
    let companies: string[];
    do {
      companies = await listCompaniesToRemind(db, due, COMPANIES_AT_ONCE);
      for (const id of companies) await transact(db, SYSTEM, (tx) => remindCompany(tx, platform, id, due));
    } while (companies.length === COMPANIES_AT_ONCE);
  }
}

/** Writes to the company's administrators, each in their language, one mail about all licenses that this is due for. */
async function remindCompany(tx: Tx, platform: Platform, companyId: string, due: DueReminder): Promise<void> {
  const { mailer, clock, config, publicUrl } = platform;
  const licenses = await takeReminders(tx, companyId, due, clock());
  if (licenses.length === 0) return;
  for (const { id } of licenses) {
    await audit(tx, 'license.reminded', { type: 'license', id }, { days: due.days }, companyId);
  }
  const { name: company } = await tx
    .selectFrom('app.companies')
    .select('name')
    .where('id', '=', companyId)
    .executeTakeFirstOrThrow();
  for (const { name, email, language, timeZone } of await findAdministrators(tx, companyId)) {
    await mailer.send(tx, {
      to: email,
      template: due.days < 0 ? 'licenses_ending' : 'licenses_ended',
      language: asInterfaceLanguage(language),
      values: {
        name,
        company,
        contact: config.renewalContact ?? config.vendorName,
        link: `${publicUrl()}/licenses?order=ends`,
      },
      quote: listOf(licenses, asInterfaceLanguage(language), timeZone),
      secret: false,
    });
  }
  // Whoever has the page open sees the state that the passing of time has brought.
  await emit(tx, 'license_changed', { companyId });
}

function listOf(licenses: readonly RemindedLicense[], language: string, timeZone: string): string {
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone });
  const lines = licenses
    .slice(0, LISTED)
    .map(({ product, serial, validUntil }) => `- ${product}, ${serial}: ${day.format(validUntil)}`);
  return [...lines, ...(licenses.length > LISTED ? [`- … +${licenses.length - LISTED}`] : [])].join('\n');
}
