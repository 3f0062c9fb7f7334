import type { UploadedFile } from '../../ui/file-field/use-uploads.ts';

export interface MessageDraft {
  text: string;
  files: UploadedFile[];
}

export const EMPTY_MESSAGE: MessageDraft = { text: '', files: [] };
