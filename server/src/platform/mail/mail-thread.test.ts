import { randomBytes, randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { createKeyring } from '#platform/crypto/keyring.ts';
import {
  isProved,
  mailOfId,
  messageId,
  readReplyAddress,
  readThreadId,
  replyAddress,
  threadId,
} from './mail-thread.ts';

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

it('reads back what it wrote, and believes it of that recipient alone', () => {
  const domain = 'reply.vendor.example';
  const mailId = randomUUID();
  const id = messageId(keyring, mailId, thread, domain);
  for (const claim of [
    readReplyAddress(replyAddress(keyring, thread, domain).toUpperCase(), domain),
    readThreadId(threadId(keyring, thread, domain), domain),
    readThreadId(id, domain),
  ]) {
    if (claim === null) throw new Error('it was not read');
    expect(claim.requestId).toBe(thread.requestId);
    expect(isProved(keyring, claim, thread.recipientId)).toBe(true);
    expect(isProved(keyring, claim, randomUUID())).toBe(false);
    expect(isProved(createKeyring([randomBytes(32)]), claim, thread.recipientId)).toBe(false);
    expect(isProved(keyring, { ...claim, requestId: randomUUID() }, thread.recipientId)).toBe(false);
    const bent = `${claim.proof.startsWith('a') ? 'b' : 'a'}${claim.proof.slice(1)}`;
    expect(isProved(keyring, { ...claim, proof: bent }, thread.recipientId)).toBe(false);
  }
  expect(mailOfId(id, domain)).toBe(mailId);
  expect(mailOfId(messageId(keyring, mailId, null, domain), domain)).toBe(mailId);
});

it.each([
  'r+@reply.vendor.example',
  'r+a.b@reply.vendor.example',
  `r+${'z'.repeat(26)}.${'a'.repeat(26)}@reply.vendor.example`,
  `r+${'a'.repeat(26)}.${'a'.repeat(26)}@elsewhere.example`,
  `x+${'a'.repeat(26)}.${'a'.repeat(26)}@reply.vendor.example`,
])('reads nothing from what it did not write: %s', (address) => {
  expect(readReplyAddress(address, 'reply.vendor.example')).toBeNull();
  expect(readThreadId(`<${address.replace('+', '.')}>`, 'reply.vendor.example')).toBeNull();
  expect(mailOfId(`<${address}>`, 'reply.vendor.example')).toBeNull();
});
