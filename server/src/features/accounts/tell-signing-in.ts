import type { Tx } from '#platform/db/database.ts';
import type { Platform } from '#platform/platform.ts';
import { asInterfaceLanguage, loadPerson } from './people-store.ts';

type Template =
  | 'password_changed'
  | 'authenticator_added'
  | 'authenticator_removed'
  | 'passkey_added'
  | 'passkey_removed'
  | 'recovery_codes_renewed'
  | 'recovery_code_used'
  | 'second_factors_reset';

/** Tells a person by mail that a way of signing in to their account has changed, so that nobody else does it unseen. */
export async function tellSigningIn(
  tx: Tx,
  { mailer, publicUrl }: Pick<Platform, 'mailer' | 'publicUrl'>,
  personId: string,
  template: Template,
  values: Record<string, string> = {},
): Promise<void> {
  const { name, email, language } = await loadPerson(tx, personId);
  await mailer.send(tx, {
    to: email,
    template,
    language: asInterfaceLanguage(language),
    values: { name, link: `${publicUrl()}/forgot-password`, ...values },
    secret: false,
  });
}
