const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

interface Entry {
  number: string;
  publishedAt: Date;
  counts: { added: number; changed: number; withdrawn: number };
}

/** The releases as an Atom feed (RFC 4287), newest first; `address` is that of the installation. */
export function releaseFeed(address: string, vendorName: string, entries: readonly Entry[]): string {
  const page = `${escapeXml(address)}/definitions`;
  const updated = (entries[0]?.publishedAt ?? new Date(0)).toISOString();
  const items = entries.map(
    ({ number, publishedAt, counts: { added, changed, withdrawn } }) => `  <entry>
    <id>${page}#${number}</id>
    <title>${number}</title>
    <updated>${publishedAt.toISOString()}</updated>
    <link href="${page}#${number}"/>
    <summary>+${added} ~${changed} -${withdrawn}</summary>
  </entry>
`,
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${page}</id>
  <title>${escapeXml(vendorName)}: definitions</title>
  <author><name>${escapeXml(vendorName)}</name></author>
  <updated>${updated}</updated>
  <link rel="self" href="${escapeXml(address)}/definitions/releases.atom"/>
  <link href="${page}"/>
${items.join('')}</feed>
`;
}
