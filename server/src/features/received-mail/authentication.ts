/**
 * Whether a server of one's own found that a mail really comes from the domain it says it is from (DMARC, RFC 8601). Only
 * the first field counts and only that server's: anybody may write such fields into a mail.
 */
export function isAuthentic(fields: readonly string[], authority: string | null, from: string): boolean {
  const [field] = fields;
  if (authority === null || field === undefined) return false;
  const [server = '', ...results] = field.toLowerCase().split(';');
  if (server.trim().split(/\s/u)[0] !== authority) return false;
  const domain = from.split('@').at(-1)?.toLowerCase() ?? '';
  return results.some((result) => {
    const text = result.replaceAll(/\([^()]*\)/gu, ' ').trim();
    return /^dmarc\s*=\s*pass\b/u.test(text) && /\bheader\.from\s*=\s*"?([^\s"]+)/u.exec(text)?.[1] === domain;
  });
}
