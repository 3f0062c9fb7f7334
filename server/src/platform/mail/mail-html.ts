import { escapeHtml } from './markdown-html.ts';

// Colours of the pages, light and dark. Mail programs that know no classes get the light ones.
const STYLE = `
body{margin:0;padding:0;background:#ffffff;color:#1f2328}
.a{color:#2f5bb7}
.sub,.quote{color:#5b636d}
.said{border-left:3px solid #b9cdf5}
.quote{border-left:3px solid #d9dde2}
.code{background:#f4f5f7;border-radius:6px}
.line{border:0;border-top:1px solid #d9dde2;height:0;margin:24px 0 16px}
@media (prefers-color-scheme:dark){
body,.page{background:#16181c!important;color:#e4e7eb!important}
.a{color:#92b1f0!important}
.sub,.quote{color:#a0a8b2!important}
.said{border-left-color:#3f6ccc!important}
.quote{border-left-color:#3a4048!important}
.code{background:#1e2126!important}
.line{border-top-color:#3a4048!important}
}`.trim();

const FONT = 'font-family:system-ui,-apple-system,Segoe UI,Roboto,Arial,sans-serif';

interface Part {
  sign: string;
  html: string;
}
/** A link of ours: the sign that stands for it in the text, and its address. */
export interface LinkPart {
  sign: string;
  address: string;
}

const anchor = (address: string, words: string) => `<a class="a" href="${escapeHtml(address)}">${words}</a>`;

const button = (address: string, words: string) =>
  `<table role="presentation" cellpadding="0" cellspacing="0" style="margin:0 0 20px"><tr><td style="border-radius:6px;background:#2f5bb7"><a href="${escapeHtml(address)}" style="display:inline-block;padding:10px 18px;color:#ffffff;font-weight:600;text-decoration:none">${words}</a></td></tr></table>`;

/** `Words: link` and a line of words above a link become a link that carries the words; else the address is shown. */
function linesOf(paragraph: string, links: readonly LinkPart[], asButton: boolean): string {
  let found = '';
  const rest = links.reduce((text, { sign, address }) => {
    if (!text.includes(sign)) return text;
    const [, words] = new RegExp(`(?:^|\\n)([^\\n]+):\\s${sign}$`, 'mu').exec(text) ?? [];
    if (words === undefined) return text.replace(sign, anchor(address, escapeHtml(address)));
    const isLast = text.endsWith(`${words}:\n${sign}`);
    if (!asButton || !isLast) return text.replace(new RegExp(`[^\\n]+:\\s${sign}`, 'u'), anchor(address, words));
    found = button(address, words);
    return text.slice(0, -`${words}:\n${sign}`.length).trimEnd();
  }, paragraph);
  const words = rest.replaceAll('\n', '<br>');
  return `${words === '' ? '' : `<p style="margin:0 0 16px">${words}</p>`}${found}`;
}

/**
 * A mail as HTML, made of its plain text, so that both say the same: paragraphs, links, what somebody wrote, and after a
 * line of `--` the small print. No images, no scripts, nothing is loaded.
 */
export function htmlOf(
  text: string,
  {
    language,
    subject,
    vendor,
    quote,
    links,
  }: {
    language: string;
    subject: string;
    vendor: string;
    quote: Part;
    links: readonly LinkPart[];
  },
): string {
  const [body = '', small = ''] = escapeHtml(text).split(/\n\n--\n/u);
  const paragraphs = (part: string) => part.split(/\n{2,}/u).filter((one) => one !== '' && one !== escapeHtml(vendor));
  const main = paragraphs(body)
    .map((one) =>
      one === quote.sign
        ? `<div class="said" dir="auto" style="margin:0 0 20px;padding:2px 0 2px 16px">${quote.html}</div>`
        : linesOf(one, links, true),
    )
    .join('\n');
  const footer = paragraphs(small)
    .map((one) => linesOf(one, links, false))
    .join('\n');
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escapeHtml(subject)}</title><style>${STYLE}</style></head>
<body><table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#ffffff;color:#1f2328"><tr><td align="center" style="padding:24px 20px 40px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px"><tr><td style="${FONT};font-size:15px;line-height:1.55;text-align:start;overflow-wrap:anywhere">
<p style="margin:0 0 20px;font-size:16px;font-weight:600">${escapeHtml(vendor)}</p>
${main}
${footer === '' ? '' : `<hr class="line"><div class="sub" style="font-size:13px;line-height:1.5">${footer}</div>`}
</td></tr></table></td></tr></table></body></html>
`;
}
