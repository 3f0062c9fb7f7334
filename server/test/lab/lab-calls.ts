import type { CreateRequest } from '@companyaccount/contract/requests';
import { uploadCalls } from '../attachments/upload-calls.ts';
import type { DemoEmail, TestApp } from '../harness/test-app.ts';

/** Files a lab request with these files; the jobs have not looked at them yet. */
export async function submit(
  test: TestApp,
  email: DemoEmail,
  files: Record<string, Buffer>,
  more: Partial<CreateRequest> = {},
): Promise<string> {
  const cookie = await test.signIn(email);
  const uploads: string[] = [];
  for (const [name, bytes] of Object.entries(files)) uploads.push(await uploadCalls(test, cookie).whole(bytes, name));
  const request = await test.client(cookie).createRequest({
    body: {
      desk: 'lab',
      kind: 'unknown_malware',
      subject: 'What is this?',
      text: 'It came by mail.',
      uploads,
      ...more,
    },
  });
  return request.id;
}

export const objectsOf = async (test: TestApp, email: DemoEmail, id: string) =>
  (await (await test.as(email)).listObjects({ params: { id } })).data;
