/** Where each sealed part of a mail belongs, so that none can be put in another's place. */
export const htmlPlace = (mailId: string): string => `${mailId}:html`;
export const attachmentPlace = (mailId: string, position: number): string => `${mailId}:attachment:${position}`;
