import type { UploadedFile } from '../../ui/file-field/use-uploads.ts';

export interface MessageDraft {
  text: string;
  files: UploadedFile[];
}

export const EMPTY_MESSAGE: MessageDraft = { text: '', files: [] };

/** What a person tells a message in writing by. */
export const textOf = ({ text, files }: MessageDraft): string =>
  [text, ...files.map(({ name }) => name)].join('\n').trim();

/** The text that is to take the place of a message's; null while nobody has changed it. */
export interface Correction {
  text: string | null;
}
export const NO_CORRECTION: Correction = { text: null };
