import { convert, type FormatCallback } from 'html-to-text';

/** Longer HTML is cut; a mail that somebody typed has a few kilobytes. */
const HTML_MAX = 2_000_000;
const SCHEMES = ['http:', 'https:', 'mailto:'];

const safe = (address: string): string =>
  URL.canParse(address) && SCHEMES.includes(new URL(address).protocol) ? address : '';

const block = { leadingLineBreaks: 1, trailingLineBreaks: 1 };

/** Mail programs write an empty line as a block with nothing but a break, which would otherwise vanish. */
const breakLine: FormatCallback = (element, _walk, builder) => {
  const isAlone = (element as { parent?: { children: unknown[] } }).parent?.children.length === 1;
  if (isAlone) builder.addInline('\u00A0');
  else builder.addLineBreak();
};

/**
 * The words of an HTML mail as plain text: quotations marked by `>`, links behind their words, and nothing that was
 * hidden, drawn or run.
 */
export const htmlText = (html: string): string =>
  convert(html.slice(0, HTML_MAX), {
    wordwrap: false,
    limits: { maxDepth: 200, maxChildNodes: 20_000, ellipsis: '…' },
    formatters: { breakLine },
    selectors: [
      { selector: 'br', format: 'breakLine' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'], pathRewrite: safe } },
      { selector: 'img', format: 'skip' },
      ...['style', 'script', 'title', 'template', 'noscript', 'object', 'svg'].map((selector) => ({
        selector,
        format: 'skip',
      })),
      { selector: '[style*="display:none"i]', format: 'skip' },
      { selector: '[hidden]', format: 'skip' },
      { selector: 'p', options: block },
      { selector: 'hr', options: { ...block, length: 30 } },
      { selector: 'blockquote', options: { ...block, trimEmptyLines: false } },
      { selector: 'ul', options: { ...block, itemPrefix: '- ' } },
      { selector: 'ol', options: block },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
