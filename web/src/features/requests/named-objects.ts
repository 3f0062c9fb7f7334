/** The lines under which something is named instead of sent; `odd` are neither a SHA-256 nor an address. */
export function namedObjects(text: string): { hashes: string[]; urls: string[]; odd: string[] } {
  const lines = [...new Set(text.split(/\s+/u).filter(Boolean))];
  const isHash = (line: string) => /^[0-9a-f]{64}$/iu.test(line);
  const isUrl = (line: string) =>
    /^[a-z][a-z0-9+.-]*:\/\/\S+$/iu.test(line) || /^[^\s/@]+\.[^\s/@]{2,}(\/|$)/u.test(line);
  return {
    hashes: lines.filter(isHash).map((line) => line.toLowerCase()),
    urls: lines.filter((line) => !isHash(line) && isUrl(line)),
    odd: lines.filter((line) => !isHash(line) && !isUrl(line)),
  };
}
