/** Bytes of one page of the hex view. */
export const PAGE_BYTES = 2048;

export type SoughtKind = 'text' | 'wide' | 'hex';
export const SOUGHT_KINDS = ['text', 'wide', 'hex'] as const satisfies readonly SoughtKind[];
/** The longest run of bytes that the server looks for. */
const SOUGHT_MAX = 128;

const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** What was typed as hex digits of the bytes to look for; null where it is none, or too long. */
export function soughtBytes(text: string, kind: SoughtKind): string | null {
  const hex =
    kind === 'hex'
      ? text.replaceAll(/[\s:,]|0x/giu, '').toLowerCase()
      : toHex(
          kind === 'text'
            ? new TextEncoder().encode(text)
            : new Uint8Array(Uint16Array.from(text.split(''), (unit) => unit.charCodeAt(0)).buffer),
        );
  return /^(?:[0-9a-f]{2})+$/u.test(hex) && hex.length <= SOUGHT_MAX * 2 ? hex : null;
}

/** An offset as people write one, `0x1f0`, `1f0h` or `496`; null where it is none. */
export function readOffset(text: string): number | null {
  const trimmed = text.trim().toLowerCase();
  const hex = /^0x([0-9a-f]{1,13})$|^([0-9a-f]{1,13})h$/u.exec(trimmed);
  const value =
    hex === null ? Number(/^\d{1,15}$/u.exec(trimmed)?.[0] ?? Number.NaN) : Number.parseInt(hex[1] ?? hex[2] ?? '', 16);
  return Number.isSafeInteger(value) ? value : null;
}

/** An offset as the view writes it: at least eight digits, more where the file is larger. */
export const writeOffset = (offset: number): string => offset.toString(16).padStart(8, '0');

/** The bytes of a page, from their hex digits. */
export const bytesOf = (hex: string): number[] =>
  Array.from({ length: hex.length / 2 }, (_, index) => Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16));

/** What stands for a byte in the column of characters. */
export const characterOf = (byte: number): string => (byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '·');

export interface Selection {
  /** Where it was begun, and where it has come to; both are part of it. */
  anchor: number;
  head: number;
}
export const firstOf = ({ anchor, head }: Selection): number => Math.min(anchor, head);
export const lengthOf = ({ anchor, head }: Selection): number => Math.abs(anchor - head) + 1;

interface Press {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

/** Where a key leads in a file of `size` bytes with `width` of them in a row; null for a key that leads nowhere. */
export function moveBy({ anchor, head }: Selection, press: Press, width: number, size: number): Selection | null {
  const whole = press.ctrlKey || press.metaKey;
  const steps: Record<string, number> = {
    ArrowLeft: head - 1,
    ArrowRight: head + 1,
    ArrowUp: head - width,
    ArrowDown: head + width,
    PageUp: head - PAGE_BYTES,
    PageDown: head + PAGE_BYTES,
    Home: whole ? 0 : head - (head % width),
    End: whole ? size - 1 : head - (head % width) + width - 1,
  };
  const to = steps[press.key];
  if (to === undefined) return null;
  const next = Math.max(0, Math.min(size - 1, to));
  return { anchor: press.shiftKey ? anchor : next, head: next };
}
