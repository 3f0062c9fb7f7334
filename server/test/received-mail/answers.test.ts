import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { enqueue } from '#platform/db/enqueue.ts';
import { mailboxPlace } from '#platform/mail/mailbox.ts';
import { noteMailbox } from '../../src/features/received-mail/mailboxes-store.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { attempt } from '../security/attack.ts';
import { mailSample, nestedMail, plainMail } from './mail-samples.ts';
import {
  answeredRequest,
  confirmationFor,
  deliver,
  DOMAIN,
  messagesOf,
  signsOf,
  TAKES_MAIL,
  writtenTo,
} from './received-calls.ts';

const BORIS = 'boris@acme.example';
let test: TestApp;
beforeAll(async () => {
  test = await startTestApp({ config: TAKES_MAIL });
});
afterAll(() => test.close());
beforeEach(async () => {
  await test.platform.db.deleteFrom('app.throttles').execute();
});

describe('an answer by mail', () => {
  it('is posted as its writer, without what it quotes, and opens the request again', async () => {
    const request = await answeredRequest(test);
    const mail = await deliver(test, mailSample('gmail', request));
    expect(mail).toMatchObject({ state: 'posted', request_id: request.id, sender: BORIS });
    const last = (await messagesOf(test, request.id)).at(-1);
    expect(last).toMatchObject({
      id: mail.message_id,
      author: { name: expect.stringContaining('Boris'), side: 'customer' },
      visibility: 'public',
      text: 'Thanks, build 12.1 helped on *one* machine.\n\nThe other still stops at 40 %.',
      byMail: true,
      unconfirmedFrom: null,
    });
    expect(last?.quoted).toContain('> Hello Boris');
    const { status } = await (await test.as(BORIS)).getRequest({ params: { id: request.id } });
    expect(status).toBe('open');
  });

  it('brings its pictures and files', async () => {
    const request = await answeredRequest(test);
    await deliver(test, mailSample('outlook', request));
    await deliver(test, mailSample('apple-mail', request));
    const messages = await messagesOf(test, request.id);
    expect(messages.slice(-2).map(({ attachments }) => attachments.map(({ name }) => name))).toEqual([
      ['image001.png'],
      ['update log.txt'],
    ]);
  });

  it('finds its way by the mail that it answers when its address was lost', async () => {
    const request = await answeredRequest(test);
    const { state } = await deliver(test, mailSample('thunderbird', { ...request, to: `support@${DOMAIN}` }));
    expect(state).toBe('posted');
    expect((await messagesOf(test, request.id)).at(-1)?.text).toBe(
      'Installed on both machines, and both are fine now.',
    );
  });

  it('lands where the request went on that it was merged into', async () => {
    const request = await answeredRequest(test);
    const target = await answeredRequest(test);
    const engineer = await test.as('engineer@vendor.example');
    const { number } = await engineer.getRequest({ params: { id: target.id } });
    await engineer.mergeRequest({ params: { id: request.id }, body: { number } });
    const mail = await deliver(test, mailSample('gmail', request));
    expect(mail).toMatchObject({ state: 'posted', request_id: target.id });
    expect((await messagesOf(test, target.id)).at(-1)?.id).toBe(mail.message_id);
  });

  it('is posted once, however often it is gone through', async () => {
    const request = await answeredRequest(test);
    const { id } = await deliver(test, mailSample('gmail', request));
    await test.platform.db
      .updateTable('app.received_mails')
      .set({ state: 'waiting', message_id: null })
      .where('id', '=', id)
      .execute();
    await enqueue(test.platform.db, 'received_mail.process', { mailId: id });
    await test.runJobs();
    expect((await messagesOf(test, request.id)).filter(({ byMail }) => byMail)).toHaveLength(1);
  });

  it('leaves out files for which the company has no room, and says so', async () => {
    const request = await answeredRequest(test);
    const quota = (bytes: number) =>
      test.platform.db
        .updateTable('app.companies')
        .set({ storage_quota: bytes })
        .where('name', '=', 'Acme Logistics')
        .execute();
    await quota(0);
    await deliver(test, mailSample('apple-mail', request));
    await quota(107_374_182_400);
    const last = (await messagesOf(test, request.id)).at(-1);
    expect(last?.text).toContain('update log.txt');
    expect(last?.attachments).toEqual([]);
  });

  it('goes on in a new request where the old one was closed long ago', async () => {
    const request = await answeredRequest(test);
    await test.platform.db
      .updateTable('app.requests')
      .set({ status: 'closed', status_since: new Date('2026-01-01'), resolution: 'no_response' })
      .where('id', '=', request.id)
      .execute();
    const mail = await deliver(test, mailSample('gmail', request));
    expect(mail.state).toBe('posted');
    expect(mail.request_id).not.toBe(request.id);
  });

  it('of staff becomes a note', async () => {
    const request = await answeredRequest(test);
    const { id: engineerId } = await (await test.as('engineer@vendor.example')).getMe();
    const { to } = signsOf(test, request.id, engineerId);
    await deliver(
      test,
      plainMail({ From: 'engineer@vendor.example', To: to, Subject: 'Re: x' }, 'Ask them for the log.'),
    );
    expect((await messagesOf(test, request.id)).at(-1)).toMatchObject({
      visibility: 'internal',
      text: 'Ask them for the log.',
      unconfirmedFrom: null,
    });
  });

  it('from another address becomes a note that names it, and customers never see it', async () => {
    const request = await answeredRequest(test);
    const mail = await deliver(test, plainMail({ From: 'Boris <boris@home.example>', To: request.to }, 'From home.'));
    expect(mail).toMatchObject({ state: 'noted', request_id: request.id });
    expect((await messagesOf(test, request.id)).at(-1)).toMatchObject({
      visibility: 'internal',
      text: 'From home.',
      unconfirmedFrom: 'boris@home.example',
      author: { side: 'customer' },
    });
    const { data } = await (await test.as(BORIS)).listMessages({ params: { id: request.id } });
    expect(JSON.stringify(data)).not.toContain('From home.');
  });

  it('that cannot be opened is told to the desk', async () => {
    const request = await answeredRequest(test);
    await deliver(test, nestedMail({ From: BORIS, To: request.to, Subject: 'Deep' }, 60));
    expect((await messagesOf(test, request.id)).at(-1)).toMatchObject({
      visibility: 'internal',
      unconfirmedFrom: BORIS,
      text: expect.stringContaining('too many parts'),
    });
  });

  it('is refused with a mail where the company may not write', async () => {
    const request = await answeredRequest(test);
    const set = (state: 'active' | 'suspended') =>
      test.platform.db
        .updateTable('app.licenses')
        .set({ state })
        .where('company_id', '=', (eb) =>
          eb.selectFrom('app.companies').select('id').where('name', '=', 'Acme Logistics'),
        )
        .execute();
    await set('suspended');
    const mail = await deliver(test, mailSample('gmail', request));
    await set('active');
    expect(mail.state).toBe('refused');
    expect((await writtenTo(test, BORIS))[0]?.template).toBe('mail_not_taken');
  });
});

describe('a mail that answers nothing', () => {
  const newMail = (from: string, subject = 'Cannot install') =>
    plainMail({ From: `Somebody <${from}>`, To: `support@${DOMAIN}`, Subject: subject }, 'The installer stops.');
  const confirm = (token: string) => attempt(test, 'confirmReceivedMail', { body: { token } });

  it('is held until its sender follows the link, and then becomes a request of their company', async () => {
    const { number } = await answeredRequest(test);
    const held = await deliver(test, newMail(BORIS, `Fwd: [${number}] Update stops`));
    expect(held).toMatchObject({ state: 'unconfirmed', request_id: null });
    expect((await confirm(await confirmationFor(test, BORIS))).statusCode).toBe(204);
    await test.runJobs();
    const opened = await test.platform.db
      .selectFrom('app.received_mails')
      .selectAll()
      .where('id', '=', held.id)
      .executeTakeFirstOrThrow();
    expect(opened.state).toBe('opened');
    const request = await (await test.as(BORIS)).getRequest({ params: { id: opened.request_id ?? '' } });
    expect(request).toMatchObject({ subject: `[${number}] Update stops`, company: { name: 'Acme Logistics' } });
    expect(request.links).toMatchObject([{ kind: 'follow_up', request: { number } }]);
  });

  it('of somebody unknown becomes a request that they follow by a link', async () => {
    const held = await deliver(test, newMail('stranger@elsewhere.example'));
    expect(held.state).toBe('unconfirmed');
    const token = await confirmationFor(test, 'stranger@elsewhere.example');
    expect((await confirm(token)).statusCode).toBe(204);
    expect((await confirm(token)).statusCode).toBe(204);
    await test.runJobs();
    const [told] = await writtenTo(test, 'stranger@elsewhere.example');
    expect(told?.template).toBe('mail_opened');
    const tracking = /\/track#(\S+)/u.exec(told?.text ?? '')?.[1];
    const answer = await test.app.inject({
      url: '/api/v1/public/submission',
      headers: { authorization: `Bearer ${tracking}` },
    });
    expect(answer.json()).toMatchObject({ subject: 'Cannot install' });
    expect((await confirm(token)).statusCode).toBe(204);
  });

  it('is a request at once where our own server vouches for the domain', async () => {
    const { platform } = test;
    platform.config.mailAuthority = 'mx.vendor.example';
    const vouched = (results: string) =>
      deliver(
        test,
        plainMail(
          { 'Authentication-Results': results, From: BORIS, To: `support@${DOMAIN}`, Subject: 'Vouched' },
          'Please help.',
        ),
      );
    expect((await vouched('mx.vendor.example; dmarc=pass (p=reject) header.from=acme.example')).state).toBe('opened');
    expect((await vouched('mx.vendor.example; dmarc=fail header.from=acme.example')).state).toBe('unconfirmed');
    expect((await vouched('mx.evil.example; dmarc=pass header.from=acme.example')).state).toBe('unconfirmed');
    platform.config.mailAuthority = null;
  });

  it('can be gone through again by an admin, who sees what became of it', async () => {
    const { id } = await deliver(test, mailSample('out-of-office'));
    const admin = await test.as('admin@vendor.example');
    const { data } = await admin.listReceivedMails({ query: { state: 'ignored' } });
    expect(data.find((one) => one.id === id)).toMatchObject({ reason: 'auto_reply', mayProcess: true, sender: BORIS });
    const { headers, ...mail } = await admin.getReceivedMail({ params: { id } });
    expect(mail).toEqual(data.find((one) => one.id === id));
    expect(headers).toMatch(/^From: .*\n(?:.*\n)*Auto-Submitted: auto-generated/u);
    expect(await admin.processReceivedMail({ params: { id } })).toMatchObject({ state: 'waiting', mayProcess: false });
    await test.runJobs();
    expect((await admin.listReceivedMails({ query: { state: 'ignored' } })).data.some((one) => one.id === id)).toBe(
      true,
    );
  });

  it('shows its headers, but nothing by which others could be answered for', async () => {
    const request = await answeredRequest(test);
    const { id } = await deliver(test, mailSample('gmail', request));
    const { headers } = await (await test.as('admin@vendor.example')).getReceivedMail({ params: { id } });
    expect(headers).toContain('Message-ID: <CAK0x7gmail@mail.gmail.com>');
    expect(headers).toContain(`@${DOMAIN}`);
    for (const sign of [request.to, request.root, request.message]) {
      const [, proof = ''] = /r[+.][a-z2-7]{26}\.([a-z2-7]{26,52})/u.exec(sign) ?? [];
      expect(proof).not.toBe('');
      expect(headers).not.toContain(proof);
    }
  });

  it('is missed by admins where the mailbox cannot be read', async () => {
    const { platform } = test;
    const imap = { host: 'mail.example', port: 993, secure: true, user: 'r', password: 'x', folder: 'INBOX' };
    platform.config.imap = imap;
    const admin = await test.as('admin@vendor.example');
    const state = async () => {
      const { mail, warnings } = await admin.getSystemState();
      return { ...mail.received, isWarned: warnings.includes('mailbox_unreadable') };
    };
    expect(await state()).toEqual({ readAt: null, failingSince: null, error: null, isWarned: false });
    const [first, later] = [new Date('2026-11-23T08:00:00Z'), new Date('2026-11-23T09:00:00Z')];
    await noteMailbox(platform.db, mailboxPlace(imap), 'no answer', first);
    await noteMailbox(platform.db, mailboxPlace(imap), 'refused', later);
    expect(await state()).toMatchObject({ failingSince: first.toISOString(), error: 'refused', isWarned: true });
    await noteMailbox(platform.db, mailboxPlace(imap), null, later);
    expect(await state()).toEqual({ readAt: later.toISOString(), failingSince: null, error: null, isWarned: false });
    platform.config.imap = null;
  });

  it('is kept for a while', async () => {
    const { id } = await deliver(test, mailSample('out-of-office'));
    await test.platform.db
      .updateTable('app.received_mails')
      .set({ expires_at: new Date(Date.now() - 1000) })
      .where('id', '=', id)
      .execute();
    await enqueue(test.platform.db, 'received_mail.expire', {});
    await test.runJobs();
    expect(
      await test.platform.db.selectFrom('app.received_mails').select('id').where('id', '=', id).executeTakeFirst(),
    ).toBeUndefined();
    await expect(test.platform.blobs.stat(id)).rejects.toThrow(/does not exist/u);
  });
});
