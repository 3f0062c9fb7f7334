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

  it('sends a language only where the person chose one', () => {
    expect(requestOf({ ...filled, files: [], language: 'ja' })).toMatchObject({ language: 'ja' });
    expect(requestOf({ ...filled, files: [], language: null })).not.toHaveProperty('language');
  });

  it('has nothing to send for a kind of the other desk', () => {
    expect(requestOf({ ...filled, files: [], desk: 'lab' })).toBeNull();
  });
});
