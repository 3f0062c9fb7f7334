import { crc32, zstdCompressSync } from 'node:zlib';
import { utils, write } from 'cfb';

// Archives that 7-Zip opens, all of them with harmless text. Those written down here were made by Debian's 7zz, xz and
// bzip2 from a file `a.txt` that holds TEXT; the others are put together below, with their content stored as it is.

export const TEXT = 'harmless text in an archive\n';
const packed = (base64: string) => Buffer.from(base64, 'base64');

/** `7zz a plain.7z a.txt sub`, where `sub/b.txt` holds another text. */
export const SEVEN_ZIP = packed(
  'N3q8ryccAATK8vZNnQAAAAAAAAAhAAAAAAAAACZSLhDgADEAKl0ANBhKq4+S6XxwhPnztrDs4EqzsRQE4GMtqCokaaSw+tESEH4Qi/xeO+AAAA' +
    'AAgTMHrg/RHxk0oJCgd17FQBi0P+72eHxaE2cAfd48PrGoxtVDzlkLQpjpSehBIU5tBwUi+CSqjG02RV51olBt1Fgmy388jAf5wbTsj3BvKTDW' +
    'FeVIfWI8urTm5dwmR5AQH96WI3xoAAAAFwYyAQlrAAcLAQABIwMBAQVdABAAAAyAigoBUMw4VwAA',
);
/** `7zz a -pinfected`: names can be read, content cannot. */
export const LOCKED = packed(
  'N3q8ryccAASYvBofIAAAAAAAAABiAAAAAAAAAKq/XkXLPtv1gpigewOm0gSIcoHdLA1DJE6cUPhlKzm9JFUPnwEEBgABCSAABwsBAAIkBvEHAR' +
    'JTD/zLdPrDf984+HgA9b8hSZMhIQEAAQAMIBwACAoBtf2SYAAABQEZAQARDQBhAC4AdAB4AHQAAAAUCgEAQhsl64t73QEVBgEAIICkgQAA',
);
/** `7zz a -pinfected -mhe=on`: names cannot be read either. */
export const HIDDEN = packed(
  'N3q8ryccAASFRVjskAAAAAAAAAAuAAAAAAAAAHEknoEFz9rzkaUdrrb96ycgYaF4pUWx0fhUNMOcSY2SN3ZG5smEmuNYXGYCkn+0fLSTevPmzT' +
    'GVNRod3yqW6hy/SxAXKTqKFeYlvjftFzIGvZ9jBFocbWIPqjQR9gxupKLAAqWvUkDkFe05Se5QwR3i6d18/F+URKFC97irZUOyUdI9I2T/QHnE' +
    'RqFKNSYJCYNiEUcXBiABCXAABwsBAAEkBvEHARJTD6xnjsiYOoZLB2kZVWO3YXIMYgoBVS0BVgAA',
);
/** `7zz a -psomething`. */
export const UNKNOWN = packed(
  'N3q8ryccAASSIkfcIAAAAAAAAABiAAAAAAAAAFtCMtznElDMhEI5OwE89zzJBEHYZAs9s60CsuXvqRsyn8wEUwEEBgABCSAABwsBAAIkBvEHAR' +
    'JTD5sJv+E4uQlTx5HeCWtAURshIQEAAQAMIBwACAoBtf2SYAAABQEZAQARDQBhAC4AdAB4AHQAAAAUCgEAQhsl64t73QEVBgEAIICkgQAA',
);
/** `7zz a -mhc=off`, and the name exchanged for `../../etc/xyz`. */
export const LEADING_OUT = packed(
  'N3q8ryccAAQVWgzGDgAAAAAAAABiAAAAAAAAACadOz0BAAlsZWFkcyBvdXQKAAEEBgABCQ4ABwsBAAEhIQEADAoACAoB2ciTiwAABQEZDAAAAA' +
    'AAAAAAAAAAABEdAC4ALgAvAC4ALgAvAGUAdABjAC8AeAB5AHoAAAAUCgEATbD234x73QEVBgEAIICkgQAA',
);
/** `7zz a -snl` of a file `real`, and links to `/` and to `/etc/passwd`. */
export const LINKS = packed(
  'N3q8ryccAASEbqZTjAAAAAAAAAAhAAAAAAAAAPzcVNEBAA4vZXRjL3Bhc3N3ZGhpCi8AAACBMweuD88n8IwHyEN/QbH6/eEttTviYiW50EPooB' +
    'VQsVa2JYbjXXlZ5GipuMi3dLxr22jG4C4pexC4gob8Y/XOzY2vJId29n/nbvifPHlJn/XZdelm9gBmpakn4dY/bn1zhV9KRDCnqZJlx4dIr1HI' +
    'OiC21QAAABcGEwEJeQAHCwEAASMDAQEFXQAQAAAMgL4KAcHkQ3cAAA==',
);
/** `7zz a -mx9` of nine million zeros and a few. */
export const BOMB = packed(
  'N3q8ryccAAQZX7oZpgUAAAAAAABSAAAAAAAAAMC8pqP/95oBa10AAG/9//+jt/9HPkgVcjlhUbiSKOajhgf57uQegtMvxTo8AUuxfsmKik0vow' +
    '3Zf6bjjCMRU+BZGMV1iuJ3+LaUfwxqwN50SWTi6VxTsgTY90QMq18NbUbp5cN2iLeWV6y2TeFpHW/7S4gQbELLiD9cAI/QTq8mKJRxHz2PJOFw' +
    'nqcjX+woy4XRlZiKfiqR8id19xnABphNmP3Yr9WQD8QlU/j1kTYxBaWw7m/BcE1HDNGREaqtYB26zrEnGFxZhulmUli+6XasWeTlWwUI+cfarf' +
    'z7Uit0zR5bIEL53VM9+ClkCTuAyyps37U78MS9Ll+qDz5LZkKQEw7/EJP4cXhZ+AvN/5UoRg+p/Hze+5owLlbAj4Xzg4HAZcQlU/j1kTYxBaWw' +
    '7m/BcE1HDNGREaqtYB26zrEnGFxZhulmUli+6XasWeTlWwUI+cfarfz7Uit0zR5bIEL53VM9+ClkCTuAyyps37U78MS5K+qXn/eZASsA7HNTp/' +
    '2+rnwxGp+3jTFucJ6nI1/sKMuF0ZWYin4qkfIndfcZwAaYTZj92K/VkA/EJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJYvul2' +
    'rFnk5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DEvS5fqg8+S2ZCkBMO/xCT+HF4WfgLzf+VKEYPqfx83vuaMC5WwI+F84OBwG' +
    'XEJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWYbpZlJYvul2rFnk5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DEvS5f' +
    'qg8+S2ZCkBMO/xCT+HF4WfgLzf+VKEYPqfx83vuaMC5WwI+F84OBwGXEJUb8HlKf95kBKwDsc1On/b6ufDEan7eNMW5wnqcjX+woy4XRlZiKfi' +
    'qR8id19xnABphNmP3Yr9WQD8QlU/j1kTYxBaWw7m/BcE1HDNGREaqtYB26zrEnGFxZhulmUli+6XasWeTlWwUI+cfarfz7Uit0zR5bIEL53VM9' +
    '+ClkCTuAyyps37U78MS9Ll+qDz5LZkKQEw7/EJP4cXhZ+AvN/5UoRg+p/Hze+5owLlbAj4Xzg4HAZcQlU/j1kTYxBaWw7m/BcE1HDNGREaqtYB' +
    '26zrEnGFxZhulmUli+6XasWeTlWwUI+cfarfz7Uit0zR5bIEL53VM9+ClkCTuAyyps37U78MS9Ll+qDz5LZkKQEw7/EJP4cXhZ+AvN/5UoRg+p' +
    '/Hze+5owLlbAj4Xzg4HAZcQlRvweUp/3mQErAOxzU6f9vq58MRqft40xbnCepyNf7CjLhdGVmIp+KpHyJ3X3GcAGmE2Y/div1ZAPxCVT+PWRNj' +
    'EFpbDub8FwTUcM0ZERqq1gHbrOsScYXFmG6WZSWL7pdqxZ5OVbBQj5x9qt/PtSK3TNHlsgQvndUz34KWQJO4DLKmzftTvwxL0uX6oPPktmQpAT' +
    'Dv8Qk/hxeFn4C83/lShGD6n8fN77mjAuVsCPhfODgcBlxCVT+PWRNjEFpbDub8FwTUcM0ZERqq1gHbrOsScYXFmG6WZSWL7pdqxZ5OVbBQj5x9' +
    'qt/PtSK3TNHlsgQvndUz34KWQJO4DLKmzftTvwxL0uX6oPPktmQpATDv8Qk/hxeFn4C83/lShGD6n8fN77mjAuVsCPhfODgcBlxCVG/B5SkCGW' +
    'AJoA7HNTp/2+rnwxGp+3jTFucJ6nI1/sKMuF0ZWYin4qkfIndfcZwAaYTZj92K/VkA/EJVP49ZE2MQWlsO5vwXBNRwzRkRGqrWAdus6xJxhcWY' +
    'bpZlJYvul2rFnk5VsFCPnH2q38+1IrdM0eWyBC+d1TPfgpZAk7gMsqbN+1O/DEvS5fqg8+S2ZCkBMO/xCT+HF4WfgLzf8f8mABAAABBAYAAQmF' +
    'pgAHCwEAASEhARcM4AAAkAAICgGtSyFjAAAFARkIAAAAAAAAAAARDQBzAG0AYQBsAGwAAAAUCgEAG4isQI573QEVBgEAIICkgQAA',
);
export const XZ = packed(
  '/Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAbaGFybWxlc3MgdGV4dCBpbiBhbiBhcmNoaXZlCgBfqCNlPpfKAQABNByTGq2PH7bzfQEAAAAABF' +
    'la',
);
export const BZIP2 = packed('QlpoOTFBWSZTWWz3gaEAAAZRgAAQQAAqZx1AIAAxTAABEDTaGUcliXYFHs3EIJYteD7+LuSKcKEg2e8DQg==');
export const zstd = (): Buffer => zstdCompressSync(Buffer.from(TEXT));

/** A block of a RAR archive of version 5, whose fields all fit into seven bits. */
function rarBlock(fields: number[], name = '', content = Buffer.alloc(0)): Buffer {
  const body = Buffer.concat([Buffer.from(fields), Buffer.from(name)]);
  const sized = Buffer.concat([Buffer.from([body.length]), body]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(sized));
  return Buffer.concat([sum, sized, content]);
}

/** A RAR archive with one file, stored. */
export function rar(path: string): Buffer {
  const content = Buffer.from(TEXT);
  const sum = Buffer.alloc(4);
  sum.writeUInt32LE(crc32(content));
  const file = [2, 2, content.length, 4, content.length, 0, ...sum, 0, 1, path.length];
  return Buffer.concat([
    Buffer.from('Rar!\u001a\u0007\u0001\0', 'latin1'),
    rarBlock([1, 0, 0]),
    rarBlock(file, path, content),
    rarBlock([5, 0, 0]),
  ]);
}

/** A cabinet with one file, stored. */
export function cab(path: string): Buffer {
  const [content, name] = [Buffer.from(TEXT), Buffer.from(`${path}\0`)];
  const head = Buffer.alloc(36 + 8 + 16);
  const dataAt = head.length + name.length;
  head.write('MSCF', 0, 'latin1');
  head.writeUInt32LE(dataAt + 8 + content.length, 8);
  head.writeUInt32LE(44, 16);
  head.set([3, 1, 1, 0, 1, 0], 24);
  head.writeUInt32LE(dataAt, 36);
  head.writeUInt16LE(1, 40);
  head.writeUInt32LE(content.length, 44);
  head.writeUInt16LE(0x20, 58);
  const data = Buffer.alloc(8);
  data.writeUInt16LE(content.length, 4);
  data.writeUInt16LE(content.length, 6);
  return Buffer.concat([head, name, data, content]);
}

/** An entry of a directory of ISO 9660. */
function isoEntry(name: string, sector: number, size: number, flags: number): Buffer {
  const entry = Buffer.alloc(33 + name.length + ((name.length + 1) % 2));
  entry[0] = entry.length;
  entry.writeUInt32LE(sector, 2);
  entry.writeUInt32BE(sector, 6);
  entry.writeUInt32LE(size, 10);
  entry.writeUInt32BE(size, 14);
  entry[25] = flags;
  entry.set([1, 0, 0, 1], 28);
  entry[32] = name.length;
  entry.write(name, 33, 'latin1');
  return entry;
}

/** A disc image with one file. */
export function iso(): Buffer {
  const SECTOR = 2048;
  const image = Buffer.alloc(21 * SECTOR);
  const primary = image.subarray(16 * SECTOR);
  primary.write('\u0001CD001\u0001', 0, 'latin1');
  primary.fill(' ', 8, 72);
  primary.writeUInt32LE(21, 80);
  primary.writeUInt32BE(21, 84);
  for (const [at, value] of [
    [120, 1],
    [124, 1],
    [128, SECTOR],
  ] as const) {
    primary.writeUInt16LE(value, at);
    primary.writeUInt16BE(value, at + 2);
  }
  primary.set(isoEntry('\0', 19, SECTOR, 2), 156);
  primary[881] = 1;
  image.write('\u00ffCD001\u0001', 17 * SECTOR, 'latin1');
  const folder = Buffer.concat([
    isoEntry('\0', 19, SECTOR, 2),
    isoEntry('\u0001', 19, SECTOR, 2),
    isoEntry('A.TXT;1', 20, TEXT.length, 0),
  ]);
  image.set(folder, 19 * SECTOR);
  image.write(TEXT, 20 * SECTOR);
  return image;
}

/** An LZH archive of the first form with one file, stored. */
export function lzh(path: string): Buffer {
  const content = Buffer.from(TEXT);
  let sum = 0;
  for (const byte of content) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 1) === 1 ? (sum >> 1) ^ 0xa001 : sum >> 1;
  }
  const head = Buffer.alloc(24 + path.length);
  head[0] = head.length - 2;
  head.write('-lh0-', 2, 'latin1');
  head.writeUInt32LE(content.length, 7);
  head.writeUInt32LE(content.length, 11);
  head[19] = 0x20;
  head[21] = path.length;
  head.write(path, 22, 'latin1');
  head.writeUInt16LE(sum, 22 + path.length);
  head[1] = head.subarray(2).reduce((total, byte) => total + byte, 0) & 0xff;
  return Buffer.concat([head, content, Buffer.alloc(1)]);
}

/** An installation package, or the same as a document, with one stream. */
export function compound(handler: 'msi' | 'document'): Buffer {
  const container = utils.cfb_new();
  utils.cfb_add(container, '/a.txt', Buffer.from(TEXT.repeat(200)));
  const root = container.FileIndex[0];
  if (root !== undefined && handler === 'msi') root.clsid = '84100c0000000000c000000000000046';
  return Buffer.from(write(container, { type: 'buffer' }) as Uint8Array);
}
