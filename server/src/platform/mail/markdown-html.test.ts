import { describe, expect, it } from 'vitest';
import { markdownHtml } from './markdown-html.ts';

/** Without the styles, which say nothing here. */
const html = (text: string) => markdownHtml(text).replaceAll(/ (?:style|class|rel)="[^"]*"/gu, '');

describe('Markdown as HTML for a mail', () => {
  it.each([
    ['plain', '<p>plain</p>'],
    ['two\nlines', '<p>two<br>lines</p>'],
    ['# Title', '<p><strong>Title</strong></p>'],
    ['*a* **b** `c`', '<p><em>a</em> <strong>b</strong> <code>c</code></p>'],
    ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['3. c', '<ol start="3"><li>c</li></ol>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['```\nx < 1\n```', '<pre>x &lt; 1</pre>'],
    ['[page](https://a.example/?b="2")', '<p><a href="https://a.example/?b=&quot;2&quot;">page</a></p>'],
    ['[page](https://a.example/?a=1&b=2)', '<p><a href="https://a.example/?a=1&amp;b=2">page</a></p>'],
    ['[page][1]\n\n[1]: https://a.example/', '<p><a href="https://a.example/">page</a></p>'],
    ['![cat](https://a.example/cat.png)', '<p><a href="https://a.example/cat.png">cat</a></p>'],
  ])('writes %j', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onclick="x">b</b>',
    '"><svg onload=alert(1)>',
    '<style>*{display:none}</style>',
    '<!-- --><iframe src="https://a.example">',
    '```\n</pre><script>\n```',
    '[<img src=x>](https://a.example/"><script>)',
    '[x](javascript:alert(1))',
    '[x](data:text/html;base64,PHNjcmlwdD4=)',
    '![x](data:image/svg+xml,<svg/onload=alert(1)>)',
    '[x](vbscript:x) [y](JaVaScRiPt:alert(1)) [z](//evil.example)',
    '<javascript:alert(1)>',
  ])('lets no markup through: %j', (text) => {
    const written = markdownHtml(text);
    expect(written).not.toMatch(/<(?!\/?(?:p|a|ul|ol|li|em|strong|code|pre|blockquote|br|hr)[ >])/u);
    expect(written).not.toMatch(/<[^>]*\son\w+=/u);
    expect(written).not.toMatch(/href="(?!https?:|mailto:)/u);
  });

  it.each([
    ['quotes in quotes', '>'.repeat(50_000)],
    ['marks of emphasis', '*a_'.repeat(16_000)],
    ['lists in lists', '- '.repeat(25_000)],
    ['brackets', '['.repeat(10_000)],
    ['deep lists', Array.from({ length: 100 }, (_, n) => `${'  '.repeat(n)}- a`).join('\n')],
  ])('is done in a moment with %s without end', (_, text) => {
    const before = performance.now();
    expect(markdownHtml(text)).not.toBe('');
    expect(performance.now() - before).toBeLessThan(3000);
  });
});
