export interface TextPart {
  text: string;
  /** Where the part leads, when it is an address of this installation. */
  href: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"']+/gu;
/** What ends a sentence or a bracket rather than an address. */
const TRAILING = /[).,;:!?\]]+$/u;

/** Cuts a text into plain parts and links; only addresses of `origin` become links, others stay text. */
export function linkParts(text: string, origin: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    if (!URL.canParse(address) || new URL(address).origin !== origin) continue;
    if (match.index > end) parts.push({ text: text.slice(end, match.index), href: null });
    parts.push({ text: address, href: address });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), href: null });
  return parts;
}
