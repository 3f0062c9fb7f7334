// The link in a mail by which a resolution is rated: forged, of somebody else, of another request, too old, of a person who
// has left; opened by a scanner of mail; and what it opens besides.
// Seen as: CVE-2026-41902, CVE-2026-53595 (FreeScout, tokens), and votes cast by mail scanners in every helpdesk with links that act on GET.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RATING_DAYS, ratingToken } from '../../src/features/requests/rating-token.ts';
import { startTestApp, type TestApp } from '../harness/test-app.ts';
import { addMember, attempt } from './attack.ts';
import { resolvedRequest } from './rating-deeds.ts';

let test: TestApp;
beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

const byLink = (token: string) => ({ authorization: `Bearer ${token}` });
const ask = (token: string) => attempt(test, 'getRatedRequest', { headers: byLink(token) });
const rate = (token: string, value = 'bad', comment = '') =>
  attempt(test, 'rateByLink', { headers: byLink(token), body: { value, comment } });
const ratingsOf = (id: string) =>
  test.platform.db.selectFrom('app.request_ratings').selectAll().where('request_id', '=', id).execute();
const traces = async (id: string) => ({
  ratings: await ratingsOf(id),
  audit: await test.platform.db.selectFrom('app.audit_entries').select('id').execute(),
});

describe('a link that rates', () => {
  it('does nothing when it is opened, however often and by whatever method', async () => {
    const { id, token } = await resolvedRequest(test);
    const before = await traces(id);
    for (const method of ['GET', 'HEAD'] as const) {
      for (const url of ['/rate', `/rate?token=${token}`, `/rate/${token}`]) await test.app.inject({ method, url });
      for (const headers of [byLink(token), {}]) {
        await test.app.inject({ method, url: '/api/v1/public/rating', headers });
        await test.app.inject({ method, url: '/api/v1/public/rating?value=bad', headers });
      }
    }
    expect((await ask(token)).json()).toMatchObject({ subject: 'It stops', value: null, comment: null });
    expect(await traces(id)).toEqual(before);
    // Without the token nothing is told either; it stands behind the `#`, which no server is ever sent.
    expect((await attempt(test, 'getRatedRequest', {})).statusCode).toBe(401);
    expect((await attempt(test, 'rateByLink', { body: { value: 'bad' } })).statusCode).toBe(401);
  });

  it('changes what was said instead of adding to it', async () => {
    const { id, token, personId } = await resolvedRequest(test);
    expect((await rate(token, 'bad')).json()).toMatchObject({ value: 'bad', comment: null });
    expect((await rate(token, 'bad')).statusCode).toBe(200);
    expect((await rate(token, 'good', ' Well done. ')).json()).toMatchObject({ value: 'good', comment: 'Well done.' });
    expect(await ratingsOf(id)).toMatchObject([{ value: 'good', person_id: personId, unsettled: false }]);
    const entries = await test.platform.db
      .selectFrom('app.audit_entries')
      .select(['data', 'person_id'])
      .where('object_id', '=', id)
      .where('action', '=', 'request.rated')
      .orderBy('id')
      .execute();
    // The second time nothing was changed.
    expect(entries).toEqual([
      { data: { value: 'bad', by: 'mail link' }, person_id: personId },
      { data: { value: 'good', by: 'mail link' }, person_id: personId },
    ]);
  });

  it('works by the exact token alone', async () => {
    const [own, other] = [await resolvedRequest(test), await resolvedRequest(test, 'boris@acme.example')];
    const [claim = '', proof = ''] = own.token.split('.');
    const [otherClaim = '', otherProof = ''] = other.token.split('.');
    const { keyring } = test.platform;
    const { id: clara } = await (await test.as('clara@globex.example')).getMe();
    const wrong = [
      'x',
      `${claim}.`,
      `.${proof}`,
      `${claim}.${otherProof}`,
      `${otherClaim}.${proof}`,
      `${claim}.${'A'.repeat(43)}`,
      `${own.token}A`,
      own.token.slice(0, -1),
      own.token.toLowerCase(),
      `${claim}=.${proof}`,
      own.id,
      // Rightly made, but for somebody of another company, or for nobody.
      ratingToken(keyring, { ...own, requestId: own.id, personId: clara }),
      ratingToken(keyring, { ...own, requestId: own.id, personId: own.id }),
      // Of another resolution.
      ratingToken(keyring, { ...own, requestId: own.id, resolvedAt: new Date(own.resolvedAt.getTime() - 1) }),
      // Of a colleague who may not decide about it.
      ratingToken(keyring, { requestId: own.id, personId: other.personId, resolvedAt: own.resolvedAt }),
    ];
    for (const token of wrong) {
      expect((await ask(token)).json().code, token).toBe('link_expired');
      expect((await rate(token)).json().code, token).toBe('link_expired');
    }
    expect(await ratingsOf(own.id)).toEqual([]);
    expect(await ratingsOf(other.id)).toEqual([]);
  });

  it('ends after its days, with the resolution, and with the rights of its person', async () => {
    const { db, keyring } = test.platform;
    const old = await resolvedRequest(test);
    const resolvedAt = new Date(Date.now() - RATING_DAYS * 86_400_000 - 1000);
    await db.updateTable('app.requests').set({ resolved_at: resolvedAt }).where('id', '=', old.id).execute();
    const late = ratingToken(keyring, { requestId: old.id, personId: old.personId, resolvedAt });
    expect((await rate(late)).json().code).toBe('link_expired');

    const reopened = await resolvedRequest(test);
    await (await test.as('anna@acme.example')).reopenRequest({ params: { id: reopened.id } });
    expect((await rate(reopened.token)).json().code).toBe('link_expired');

    const { id: personId } = await addMember(test, { email: 'leaves@acme.example', role: 'administrator' });
    const left = await resolvedRequest(test);
    const token = ratingToken(keyring, { requestId: left.id, personId, resolvedAt: left.resolvedAt });
    expect((await ask(token)).statusCode).toBe(200);
    await db.updateTable('app.members').set({ state: 'removed' }).where('person_id', '=', personId).execute();
    expect((await rate(token)).json().code).toBe('link_expired');
    expect(await ratingsOf(left.id)).toEqual([]);
  });

  it('opens nothing else, says little, and is stored nowhere', async () => {
    const { id, token } = await resolvedRequest(test);
    for (const name of ['getMe', 'getRequest', 'listMessages', 'getSubmission', 'rateRequest'] as const) {
      const call = {
        headers: byLink(token),
        params: { id },
        body: name === 'rateRequest' ? { value: 'good' } : undefined,
      };
      expect([401, 410], name).toContain((await attempt(test, name, call)).statusCode);
    }
    expect(Object.keys((await ask(token)).json()).toSorted()).toEqual(['comment', 'number', 'subject', 'value']);
    await test.runLaterJobs();
    const mails = await test.platform.db.selectFrom('app.mails').selectAll().where('request_id', '=', id).execute();
    expect(mails.map(({ secret }) => secret)).toEqual([true]);
    for (const { sealed_text, sealed_html } of mails)
      expect(`${String(sealed_text)}${String(sealed_html)}`).not.toContain(token);
  });
});

it('keeps what the vendor notes of a rating out of a customer’s reach', async () => {
  const { id, token } = await resolvedRequest(test);
  await rate(token, 'bad', 'Nobody called back.');
  const lead = await test.as('lead@vendor.example');
  await lead.settleRating({ params: { id }, body: { note: 'Was our fault.' } });
  const cookie = await test.signIn('anna@acme.example');
  for (const name of ['getRequest', 'listTimeline', 'listMessages'] as const) {
    const answer = await attempt(test, name, { params: { id }, cookie });
    expect(answer.body).not.toMatch(/Was our fault|rating_settled/u);
  }
  expect((await attempt(test, 'getRequest', { params: { id }, cookie })).json().ratingUnsettled).toBe(false);
  for (const name of ['listRatings', 'settleRating', 'getCompanyRatings'] as const) {
    const call = {
      cookie,
      ...(name === 'listRatings' ? {} : { params: { id } }),
      ...(name === 'settleRating' && { body: {} }),
    };
    expect((await attempt(test, name, call)).statusCode, name).toBe(403);
  }
});
