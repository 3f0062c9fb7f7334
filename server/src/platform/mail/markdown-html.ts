import { isQuickMarkdown } from '@companyaccount/contract/markdown';
import { fromMarkdown } from 'mdast-util-from-markdown';

type Root = ReturnType<typeof fromMarkdown>;
type Node = Root | Root['children'][number];
type Targets = ReadonlyMap<string, string>;

const SCHEMES = ['http:', 'https:', 'mailto:'];

/** Deeper nesting is shown as if it were not nested. */
const DEPTH_MAX = 20;

const STYLES = {
  p: 'margin:0 0 12px',
  pre: 'margin:0 0 12px;padding:10px 12px;white-space:pre-wrap;font-family:Consolas,Menlo,monospace;font-size:13px',
  code: 'font-family:Consolas,Menlo,monospace;font-size:13px',
  blockquote: 'margin:0 0 12px;padding:0 0 0 12px',
  item: 'margin:0 0 4px',
  list: 'margin:0 0 12px;padding:0 0 0 24px',
} as const;

const ONE_PARAGRAPH = /^<p style="[^"]*">((?:(?!<\/?p)[\s\S])*)<\/p>$/u;

/** Text as it is, for HTML. */
export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

const withBreaks = (text: string): string => escapeHtml(text).replaceAll('\n', '<br>');

/** Text of several lines, each kept. */
export const linesHtml = (text: string): string => `<p style="${STYLES.p}">${withBreaks(text)}</p>`;

function link(address: string | undefined, words: string): string {
  if (address === undefined || !URL.canParse(address) || !SCHEMES.includes(new URL(address).protocol)) return words;
  return `<a class="a" href="${escapeHtml(address)}" rel="noopener noreferrer nofollow">${words}</a>`;
}

/** Addresses that links name elsewhere in the text. */
function definitions(root: Root): Map<string, string> {
  const found = new Map<string, string>();
  for (const node of root.children) {
    if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node.url);
  }
  return found;
}

function render(node: Node, targets: Targets, depth: number): string {
  const inner = () =>
    'children' in node && depth < DEPTH_MAX
      ? node.children.map((child) => render(child, targets, depth + 1)).join('')
      : '';
  switch (node.type) {
    case 'text':
    case 'html':
      return withBreaks(node.value);
    case 'inlineCode':
      return `<code style="${STYLES.code}">${escapeHtml(node.value)}</code>`;
    case 'code':
      return `<pre class="code" style="${STYLES.pre}">${escapeHtml(node.value)}</pre>`;
    case 'break':
      return '<br>';
    case 'thematicBreak':
      return '<hr class="line">';
    case 'paragraph':
      return `<p style="${STYLES.p}">${inner()}</p>`;
    case 'heading':
      return `<p style="${STYLES.p}"><strong>${inner()}</strong></p>`;
    case 'emphasis':
      return `<em>${inner()}</em>`;
    case 'strong':
      return `<strong>${inner()}</strong>`;
    case 'blockquote':
      return `<blockquote class="quote" style="${STYLES.blockquote}">${inner()}</blockquote>`;
    case 'list': {
      const tag = node.ordered === true ? 'ol' : 'ul';
      const start = node.ordered === true && node.start != null && node.start !== 1 ? ` start="${node.start}"` : '';
      return `<${tag}${start} style="${STYLES.list}">${inner()}</${tag}>`;
    }
    case 'listItem':
      // The only paragraph of an item needs no room around it.
      return `<li style="${STYLES.item}">${inner().replace(ONE_PARAGRAPH, '$1')}</li>`;
    case 'link':
      return link(node.url, inner());
    case 'linkReference':
      return link(targets.get(node.identifier), inner());
    // A picture from elsewhere would tell its owner who reads this, and when.
    case 'image':
      return link(node.url, escapeHtml(node.alt || node.url));
    case 'imageReference':
      return link(targets.get(node.identifier), escapeHtml(node.alt ?? ''));
    case 'root':
      return inner();
    default:
      return '';
  }
}

/**
 * The text of a message as HTML for a mail: the same library and the same allowed links as on the page. HTML in it stays
 * text, and nothing is loaded from elsewhere.
 */
export function markdownHtml(text: string): string {
  if (!isQuickMarkdown(text)) return linesHtml(text);
  const root = fromMarkdown(text);
  return render(root, definitions(root), 0);
}
