import { afterAll, describe, expect, it } from 'vitest';
import { createMailPool, openMail } from '../../src/features/received-mail/open-mail.ts';
import { mailSample, nestedMail, plainMail } from './mail-samples.ts';

const pool = createMailPool();
afterAll(() => pool.close());
const OWN = { domain: 'reply.vendor.example', address: 'care@vendor.example' };
const open = async (bytes: Buffer) => {
  const mail = await openMail(pool, bytes, OWN);
  if (mail === null) throw new Error('not even its head was read');
  return mail;
};

describe('what people write', () => {
  it.each([
    [
      'gmail',
      'Thanks, build 12.1 helped on *one* machine.\n\nThe other still stops at 40 %.',
      /^On Tue.*wrote:\n\n> Hello/su,
    ],
    [
      'gmail-html-only',
      'Thanks, build 12.1 helped on one machine.\n\nThe other still stops at 40 %.',
      /wrote:\s+> Hello/su,
    ],
    ['gmail-russian', 'Сборка 12.1 помогла на одном компьютере.', /^вт, 24 нояб.*> Причина найдена\.$/su],
    ['outlook', 'The new build works, see the picture.\n\nRegards,\nBoris', /^From: Northlight.*found the cause\.$/su],
    ['outlook-russian', 'Новая сборка работает, спасибо.', /^_+\nОт: Northlight.*Борис!$/su],
    ['outlook-japanese', '直りました。', /^差出人: Northlight.*お客様$/su],
    ['apple-mail', 'It works now. The log is attached.', /^> On 24\. Nov.*> We have found the cause\.$/su],
    [
      'thunderbird',
      'Installed on both machines, and both are fine now.',
      /^On 24\/11.*tell us\.\n\n-- ?\nBoris Petrov\nAcme$/su,
    ],
    ['japanese', '新しいビルドで直りました。ありがとうございます。', /^2026年11月24日.*> 原因が分かりました。$/su],
  ] as const)('is told from what they quote: %s', async (name, text, quoted) => {
    const mail = await open(mailSample(name));
    expect(mail).toMatchObject({ kind: 'person', from: 'boris@acme.example', text, unreadable: null });
    expect(mail.quoted).toMatch(quoted);
    expect(mail.subject).toContain('[TS-104233]');
    expect(mail.to).toEqual(['support@reply.vendor.example']);
  });

  it('stays whole where it stands between quotations', async () => {
    const mail = await open(mailSample('thunderbird-between'));
    expect(mail.text).toContain('> Какая у вас сборка?\n\n12.0\n\n> Установите');
    expect(mail.quoted).toBeNull();
  });

  it('comes with its files, those within the text too', async () => {
    const [picture] = (await open(mailSample('outlook'))).files;
    expect(picture?.name).toBe('image001.png');
    expect(picture?.content.subarray(1, 4).toString()).toBe('PNG');
    const [log] = (await open(mailSample('apple-mail'))).files;
    expect(log).toEqual({ name: 'update log.txt', content: Buffer.from('12:29 done\n') });
  });

  it('is text, whatever HTML it came as', async () => {
    const hostile = plainMail(
      { 'Content-Type': 'text/html; charset=utf-8', From: 'a@b.example', Subject: 'x' },
      '<style>p{}</style><script>alert(1)</script><p onclick=x()>Hello <a href="javascript:alert(1)">you</a> <a href="https://example.com/x">there</a></p><div style="display: none">hidden</div><img src=https://evil.example/pixel><div style="display:none">unseen</div><svg><script>2</script></svg>',
    );
    const { text } = await open(hostile);
    expect(text).toContain('Hello you');
    expect(text).toContain('there <https://example.com/x>');
    expect(text).not.toMatch(/alert|javascript|pixel|unseen|p\{|<script|<img/u);
  });
});

describe('what programs write', () => {
  it.each([
    ['Auto-Submitted: auto-replied', 'auto_reply'],
    ['X-Autoreply: yes', 'auto_reply'],
    ['Precedence: auto_reply', 'auto_reply'],
    ['X-Auto-Response-Suppress: OOF, AutoReply', 'auto_reply'],
    ['Subject: Автоматический ответ: [TS-1]', 'auto_reply'],
    ['Subject: 自動応答: 出張中', 'auto_reply'],
    ['Precedence: bulk', 'bulk'],
    ['List-Id: <news.acme.example>', 'bulk'],
    ['Return-Path: <>', 'bounce'],
    ['Content-Type: multipart/report; report-type=disposition-notification; boundary=x', 'receipt'],
    ['Message-ID: <0b7c3f2e-0000-4000-8000-000000000003@reply.vendor.example>', 'loop'],
    ['Auto-Submitted: no', 'person'],
  ])('is known: %s', async (line, kind) => {
    const mail = Buffer.from(`From: anna@acme.example\r\n${line}\r\n\r\nwords\r\n`);
    expect((await open(mail)).kind).toBe(kind);
  });

  it('is known when it has wandered through too many servers', async () => {
    const mail = Buffer.from(`${'Received: from a by b\r\n'.repeat(60)}From: anna@acme.example\r\n\r\nwords\r\n`);
    expect((await open(mail)).kind).toBe('loop');
  });

  it('is known though it comes from our own address', async () => {
    expect((await open(plainMail({ From: 'Care <care@vendor.example>' }, 'again'))).kind).toBe('loop');
  });

  it('is known when somebody is away', async () => {
    expect((await open(mailSample('out-of-office'))).kind).toBe('auto_reply');
  });

  it('is read where a mail of ours came back', async () => {
    const mail = await open(
      mailSample('bounce', { message: '<1@reply.vendor.example>', recipient: 'Gone@acme.example' }),
    );
    expect(mail.kind).toBe('bounce');
    expect(mail.report).toEqual({
      originalId: '<1@reply.vendor.example>',
      address: 'gone@acme.example',
      failed: true,
      reason: '550 5.1.1 User unknown',
    });
  });
});

describe('what is made to hurt', () => {
  const HEAD = { From: 'anna@acme.example', Subject: 'Deep', To: 'support@reply.vendor.example' };

  it('is opened as far as its head when its parts lie too deep', async () => {
    const mail = await open(nestedMail(HEAD, 60));
    expect(mail).toMatchObject({
      unreadable: 'too_deep',
      from: 'anna@acme.example',
      subject: 'Deep',
      text: '',
      files: [],
    });
  });

  it('is opened as far as its head when it has too much of one', async () => {
    const mail = await open(Buffer.from(`From: anna@acme.example\r\n${'X-A: b\r\n'.repeat(100_000)}\r\nwords`));
    expect(mail).toMatchObject({ unreadable: 'too_much', from: 'anna@acme.example' });
  });

  it('is opened as far as its head when it is too large', async () => {
    const mail = await open(Buffer.concat([plainMail(HEAD, 'words '), Buffer.alloc(41 * 1024 ** 2, 'a')]));
    expect(mail).toMatchObject({ unreadable: 'too_large', subject: 'Deep', text: '' });
  });

  it('has no sender where it names several', async () => {
    expect((await open(Buffer.from('From: anna@acme.example\r\nFrom: evil@evil.example\r\n\r\nx'))).from).toBeNull();
    expect((await open(Buffer.from('From: anna@acme.example, evil@evil.example\r\n\r\nx'))).from).toBeNull();
  });

  it('leaves no control characters, no half letters, and no more than a message holds', async () => {
    const mail = await open(
      plainMail(
        { ...HEAD, Subject: '=?utf-8?B?AGEKQmNjOiB4?=' },
        `a\u0000b\u0007\u0085c \ud800\n${'long '.repeat(30_000)}`,
      ),
    );
    expect(mail.subject).toBe('a Bcc: x');
    expect(mail.text.startsWith('ab\nc')).toBe(true);
    expect(mail.text.length).toBeLessThan(50_000);
  });

  it('brings no more files than a message takes', async () => {
    const part = (n: number) => `--x\r\nContent-Disposition: attachment; filename="${n}.txt"\r\n\r\n${n}\r\n`;
    const parts = Array.from({ length: 25 }, (_, n) => part(n)).join('');
    const mail = await open(plainMail({ ...HEAD, 'Content-Type': 'multipart/mixed; boundary=x' }, `${parts}--x--`));
    expect(mail.files).toHaveLength(20);
    expect(mail.leftOut).toEqual(['20.txt', '21.txt', '22.txt', '23.txt', '24.txt']);
  });
});
