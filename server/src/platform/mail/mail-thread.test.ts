import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createKeyring } from '#platform/crypto/keyring.ts';
import { messageId, replyAddress, threadId } from './mail-thread.ts';

const keyring = createKeyring([randomBytes(32)]);
const thread = { requestId: randomUUID(), recipientId: randomUUID() };

it('writes reply addresses of at most 64 octets, all their own', () => {
  const address = replyAddress(keyring, thread, 'reply.vendor.example');
  expect(address).toMatch(/^r\+[a-z2-7]{26}\.[a-z2-7]{26}@reply\.vendor\.example$/u);
  expect(address.indexOf('@')).toBeLessThanOrEqual(64);
  const others = [
    replyAddress(keyring, { ...thread, recipientId: randomUUID() }, 'reply.vendor.example'),
    replyAddress(keyring, { ...thread, requestId: randomUUID() }, 'reply.vendor.example'),
    replyAddress(createKeyring([randomBytes(32)]), thread, 'reply.vendor.example'),
  ];
  expect(new Set([address, ...others].map((one) => one.split('.')[1])).size).toBe(4);
  expect(address).toBe(replyAddress(keyring, thread, 'reply.vendor.example'));
});

it('carries the whole proof in Message-IDs, and one thread for all mails to a recipient', () => {
  const root = threadId(keyring, thread, 'vendor.example');
  expect(root).toMatch(/^<r\.[a-z2-7]{26}\.[a-z2-7]{52}@vendor\.example>$/u);
  const [one, two] = [randomUUID(), randomUUID()].map((id) => messageId(keyring, id, thread, 'vendor.example'));
  expect(one).not.toBe(two);
  expect(one?.startsWith(root.slice(0, root.indexOf('@')))).toBe(true);
  const id = randomUUID();
  expect(messageId(keyring, id, null, 'vendor.example')).toBe(`<${id}@vendor.example>`);
});
