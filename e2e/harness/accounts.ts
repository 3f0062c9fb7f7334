import { expect, type Page } from '@playwright/test';
import type { Words } from './words.ts';

export const DEMO_PASSWORD = 'demo demo demo';
export const ADMIN = 'admin@vendor.example';
export const ENGINEER = 'engineer@vendor.example';
export const ANALYST = 'analyst@vendor.example';
export const LEAD = 'lead@vendor.example';
export const ANNA = 'anna@acme.example';
export const BORIS = 'boris@acme.example';
export const CLARA = 'clara@globex.example';

export interface NewPerson {
  activationCode: string;
  companyName: string;
  name: string;
  email: string;
  password: string;
}

/** Fills in the sign-in page that is open, and waits for the person's own page. */
export async function signIn(page: Page, t: Words, email: string, password: string): Promise<void> {
  await page.getByLabel(t('public:signIn.email'), { exact: true }).fill(email);
  await page.getByLabel(t('public:signIn.password'), { exact: true }).fill(password);
  await page
    .locator('form')
    .getByRole('button', { name: t('public:signIn.submit'), exact: true })
    .click();
  await expect(page.getByRole('button', { name: t('common:person.menu') })).toBeVisible();
}

/** Registers with an activation code, as far as the page that asks to look into the mailbox. */
export async function register(page: Page, t: Words, person: NewPerson): Promise<void> {
  await page.goto('/register');
  await page.getByLabel(t('public:register.code.label'), { exact: true }).fill(person.activationCode);
  await page.getByLabel(t('public:register.company.label'), { exact: true }).fill(person.companyName);
  await page.getByLabel(t('public:register.name.label'), { exact: true }).fill(person.name);
  await page.getByLabel(t('public:register.email.label'), { exact: true }).fill(person.email);
  await page.getByLabel(t('public:password.label'), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: t('public:register.submit'), exact: true }).click();
  await expect(page.getByRole('heading', { name: t('public:mailbox.kept.title') })).toBeVisible();
}

/** The link in the newest mail to an address, as an administrator reads it in the mail log. */
export async function readMailLink(admin: Page, email: string): Promise<string> {
  await admin.goto('/admin/mail-log');
  await admin.getByRole('link').filter({ hasText: email }).first().click();
  const link = admin.getByRole('article').getByRole('link', { name: /^http/u });
  await expect(link).toBeVisible();
  return (await link.getAttribute('href')) ?? '';
}

/** Registers a person, confirms by the link that the administrator finds in the mail log, and signs them in. */
export async function becomeMember(page: Page, t: Words, admin: Page, person: NewPerson): Promise<void> {
  await register(page, t, person);
  await page.goto(await readMailLink(admin, person.email));
  await page
    .getByRole('main')
    .getByRole('link', { name: t('public:confirm.signIn'), exact: true })
    .click();
  await expect(page.getByLabel(t('public:signIn.email'), { exact: true })).toHaveValue(person.email);
  await signIn(page, t, person.email, person.password);
}
