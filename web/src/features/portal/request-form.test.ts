import { describe, expect, it } from 'vitest';
import { EMPTY_FORM, formErrors, requestOf } from './request-form.ts';

const filled = { ...EMPTY_FORM, kind: 'update', subject: '  Nothing arrives ', text: 'Since Monday.' } as const;

describe('the form of a new request', () => {
  it('says what is missing, in the order of the form', () => {
    expect(formErrors(EMPTY_FORM).map(({ pointer }) => pointer)).toEqual(['/kind', '/subject', '/text']);
    expect(formErrors({ ...filled, files: [] })).toEqual([]);
  });

  it('sends only what was filled in', () => {
    expect(requestOf({ ...filled, files: [] })).toEqual({
      desk: 'support',
      kind: 'update',
      subject: 'Nothing arrives',
      text: 'Since Monday.',
    });
  });

  it('sends the details and the files', () => {
    const files = [{ id: '01a206fe-89cf-7552-b605-9f1519289771', name: 'log.txt', size: 3 }];
    expect(requestOf({ ...filled, files, severity: '1', impact: ' All stand still ' })).toMatchObject({
      severity: 1,
      impact: 'All stand still',
      uploads: ['01a206fe-89cf-7552-b605-9f1519289771'],
    });
  });

  it('sends hashes, addresses and the password of archives to the lab alone', () => {
    const hash = 'AB'.repeat(32);
    const objects = `${hash}\nhttps://bad.example/x?y=1  bad.example/login\n\n${hash}`;
    const form = { ...filled, kind: 'cure' as const, files: [], objects, archivePassword: ' a b ' };
    expect(formErrors({ ...form, desk: 'lab' })).toEqual([]);
    expect(requestOf({ ...form, desk: 'lab' })).toMatchObject({
      hashes: [hash.toLowerCase()],
      urls: ['https://bad.example/x?y=1', 'bad.example/login'],
      archivePassword: ' a b ',
    });
    const support = requestOf({ ...form, kind: 'update', desk: 'support' });
    expect(support).not.toHaveProperty('hashes');
    expect(support).not.toHaveProperty('archivePassword');
  });

  it('names the field where something is neither a SHA-256 nor an address', () => {
    for (const objects of ['AB'.repeat(31), 'a word', 'x'.repeat(64)]) {
      expect(formErrors({ ...filled, files: [], desk: 'lab', objects })).toEqual([
        { pointer: '/objects', code: 'wrong_format' },
      ]);
    }
    const many = Array.from({ length: 51 }, (_, index) => `${index}.example`).join('\n');
    expect(formErrors({ ...filled, files: [], desk: 'lab', objects: many })).toMatchObject([{ pointer: '/objects' }]);
  });

  it('sends a language only where the person chose one', () => {
    expect(requestOf({ ...filled, files: [], language: 'ja' })).toMatchObject({ language: 'ja' });
    expect(requestOf({ ...filled, files: [], language: null })).not.toHaveProperty('language');
  });

  it('has nothing to send for a kind of the other desk', () => {
    expect(requestOf({ ...filled, files: [], desk: 'lab' })).toBeNull();
  });
});
