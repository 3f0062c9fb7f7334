/** Characters of a stored file name. */
export const FILE_NAME_MAX = 200;
/** Longer "extensions" are part of the name. */
const EXTENSION_MAX = 20;
const NAMELESS = 'file';

// Control, format (zero-width, direction overrides), private and unassigned characters, and every other invisible one.
const UNSEEN = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu;
// Line and paragraph separators, and spaces of every width.
const SPACES = /[\p{Z}\s]+/gu;
const NOT_IN_NAMES = /[<>:"|?*]/gu;
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?= ?(?:\.|$))/iu;

const withoutEdges = (name: string) => name.replace(/^ +|[ .]+$/gu, '');

/** Shortens a name to its limit but keeps the extension, by which people and programs know the kind of file. */
function shorten(name: string): string {
  const characters = Array.from(name);
  if (characters.length <= FILE_NAME_MAX) return name;
  const dot = characters.lastIndexOf('.');
  const extension = dot > 0 && characters.length - dot <= EXTENSION_MAX ? characters.slice(dot) : [];
  const base = characters.slice(0, FILE_NAME_MAX - extension.length).join('');
  return withoutEdges(base) + extension.join('');
}

/**
 * The harmless form of a file name from outside, the only one that is kept: no folders, no invisible or control
 * characters, nothing that Windows takes for a device or a stream, at most 200 characters, never empty. A neutral name
 * stays as it is.
 */
export function neutralFileName(raw: string): string {
  const seen = raw.toWellFormed().replaceAll(UNSEEN, '').normalize('NFC');
  const base = seen.slice(Math.max(seen.lastIndexOf('/'), seen.lastIndexOf('\\')) + 1);
  const tidy = withoutEdges(base.replaceAll(SPACES, ' ').replaceAll(NOT_IN_NAMES, '_'));
  const name = shorten(tidy.replace(WINDOWS_DEVICE, '_$&'));
  return name === '' ? NAMELESS : name;
}
