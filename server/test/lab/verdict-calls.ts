import { randomUUID } from 'node:crypto';
import type { CreateVerdict, Verdict, VerdictWord } from '@companyaccount/contract/verdicts';
import { ApiError } from '@companyaccount/contract/client';
import { expect } from 'vitest';
import { sha256Of } from '../definitions/definition-calls.ts';
import type { DemoEmail, TestApp } from '../harness/test-app.ts';
import { submit } from './lab-calls.ts';

/** An analyst's verdict on a sample as it stands, with all that follows from it. */
export async function judge(
  test: TestApp,
  sha256: string,
  body: CreateVerdict,
  email: DemoEmail = 'analyst@vendor.example',
): Promise<Verdict> {
  const analyst = await test.as(email);
  const { data } = await analyst.listVerdicts({ params: { sha256 } });
  const verdict = await analyst.createVerdict({ params: { sha256 }, version: data[0]?.revision ?? 0, body });
  await test.runJobs();
  return verdict;
}

/** A request that was resolved by the first analyst's verdict on its only file. */
export async function judgedRequest(
  test: TestApp,
  email: DemoEmail,
  verdict: VerdictWord = 'malware',
): Promise<string> {
  const file = Buffer.from(`harmless ${randomUUID()}`);
  const id = await submit(test, email, { 'tool.exe': file });
  await test.runJobs();
  await judge(test, sha256Of(file), { verdict });
  return id;
}

export const requestOf = async (test: TestApp, email: DemoEmail, id: string) =>
  (await test.as(email)).getRequest({ params: { id } });

/** The last message of a request, as somebody reads it. */
export const lastMessage = async (test: TestApp, email: DemoEmail, id: string) =>
  (await (await test.as(email)).listMessages({ params: { id } })).data.at(-1);

/** What a call was refused with. */
export async function refusal(call: Promise<unknown>) {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}
