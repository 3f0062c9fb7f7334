const NAME_MAX = 120;

/**
 * The name of a file within an archive: the number keeps those of a request apart, and nothing in it leads to another
 * folder or means something to a file system.
 */
export function archiveName(number: number, name: string): string {
  const plain = name
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]/gu, '_')
    .replaceAll(/^\.+|[. ]+$/gu, '_');
  const dot = plain.lastIndexOf('.');
  const end = dot > 0 && plain.length - dot <= 12 ? plain.slice(dot) : '';
  const short = Array.from(plain.slice(0, plain.length - end.length))
    .slice(0, NAME_MAX)
    .join('');
  return `${String(number).padStart(3, '0')}-${short}${end}`;
}
