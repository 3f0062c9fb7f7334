import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import sevenZip from '7z-wasm';

// 7-Zip as WebAssembly. It sees a file system of its own in memory, which holds the archive and nothing else. Each run has
// a fresh instance: a run that throws leaves the old one in no state that anybody vouches for.

const wasm = readFileSync(createRequire(import.meta.url).resolve('7z-wasm/7zz.wasm'));
/** The part of it that is used; the types of Node do not know it. */
interface Compiled {
  readonly exports: object;
}
const { Module, Instance } = (
  globalThis as unknown as {
    WebAssembly: {
      Module: new (bytes: Uint8Array) => object;
      Instance: new (module: object, imports: object) => Compiled;
    };
  }
).WebAssembly;
let compiled: object | undefined;

const IN = '/content';
const OUT = '/out';

/** A file or folder of the file system in memory, as Emscripten keeps it. */
interface Node {
  name: string;
  parent: Node;
  mode: number;
  usedBytes: number;
  contents: ArrayBufferView | Record<string, Node> | null;
  node_ops: {
    mknod(parent: Node, name: string, mode: number, device: number): Node;
    setattr(node: Node, wanted: { size?: number }): void;
  };
  stream_ops: {
    write(stream: { node: Node }, from: Uint8Array, offset: number, length: number, at: number, own: boolean): number;
  };
}
interface Archiver {
  FS: {
    writeFile(path: string, bytes: Uint8Array, options: { canOwn: boolean }): void;
    lookupPath(path: string): { node: Node };
    isFile(mode: number): boolean;
    isDir(mode: number): boolean;
  };
  callMain(words: string[]): number;
}
/** Leaves a run from within. */
class Enough extends Error {}
type Start = (options: Record<string, unknown>) => Promise<Archiver>;

/** Has it not see Node while it starts: for Node it would ask for what an isolated process has no right to. */
function withoutNode<T>(begin: () => T): T {
  Object.defineProperty(process, 'type', { value: 'renderer', configurable: true });
  try {
    return begin();
  } finally {
    Reflect.deleteProperty(process, 'type');
  }
}

async function start(bytes: Buffer, say: (line: string) => void): Promise<Archiver> {
  const module = (compiled ??= new Module(wasm));
  const instance = await withoutNode(() =>
    (sevenZip as unknown as { default: Start }).default({
      noExitRuntime: true,
      // Asked for a password, it hears that there is nobody.
      stdin: () => null,
      print: say,
      printErr: say,
      instantiateWasm(imports: object, ready: (one: Compiled, of: object) => void) {
        const one = new Instance(module, imports);
        ready(one, module);
        return one.exports;
      },
    }),
  );
  instance.FS.writeFile(IN, bytes, { canOwn: true });
  return instance;
}

/** The exit code of a run; null where it ended in another way. */
function run({ callMain }: Archiver, words: string[]): number | null {
  try {
    return callMain(words);
  } catch {
    return null;
  }
}

/** What the directory of an archive says of a file. */
interface Listed {
  path: string;
  encrypted: boolean;
}
export interface Listing {
  files: Listed[];
  /** More files than asked for, which are not in the list. */
  hasMore: boolean;
  /** The directory itself cannot be read without another password. */
  locked: boolean;
}

/** The directory of an archive, up to `max` files; null where there is none that can be read. */
export async function list(
  bytes: Buffer,
  format: string,
  password: string | null,
  max: number,
): Promise<Listing | null> {
  const files: Listed[] = [];
  let entry: Map<string, string> | null = null;
  let locked = false;
  let hasMore = false;
  const close = () => {
    const path = entry?.get('Path');
    if (entry === null || path === undefined) return;
    if (entry.get('Folder') === '+' || entry.get('Attributes')?.startsWith('D') === true) return;
    if (files.length >= max) {
      hasMore = true;
      throw new Enough();
    }
    files.push({ path, encrypted: entry.get('Encrypted') === '+' });
  };
  const instance = await start(bytes, (line) => {
    if (line.startsWith('Enter password')) locked = true;
    if (line === '----------') entry = new Map();
    else if (entry !== null) {
      const [, name, value] = /^([A-Z][A-Za-z ]*) = ?(.*)$/u.exec(line) ?? [];
      if (name !== undefined && value !== undefined) entry.set(name, value);
      else if (line === '') {
        close();
        entry = new Map();
      }
    }
  });
  const words = ['l', '-slt', '-sccUTF-8', `-t${format}`, ...(password === null ? [] : [`-p${password}`]), '--', IN];
  const code = run(instance, words);
  if (hasMore || code === 0) return { files, hasMore, locked: false };
  if (locked) return { files: [], hasMore, locked };
  // With errors in its content, or bytes behind its end, there may still be a directory.
  return files.length > 0 ? { files, hasMore, locked } : null;
}

export interface Extracted {
  /** Their paths lead nowhere: 7-Zip leaves out what would. */
  files: { path: string; bytes: Buffer }[];
  /** Nothing was amiss with what was taken out. */
  whole: boolean;
  /** Something in it needs another password. */
  locked: boolean;
  /** Which bound ended it; null: none. */
  ended: 'bytes' | 'files' | null;
}

function bytesOf({ contents, usedBytes }: Node): Buffer {
  return ArrayBuffer.isView(contents) ? Buffer.from(contents.buffer, contents.byteOffset, usedBytes) : Buffer.alloc(0);
}

/** The path of a file beneath the folder for what is taken out; null when it is there no more. */
function pathOf(node: Node): string | null {
  const names: string[] = [];
  for (let at = node; at.name !== OUT.slice(1) || at.parent.parent !== at.parent; at = at.parent) {
    if (at.parent === at || (at.parent.contents as Record<string, Node>)[at.name] !== at) return null;
    names.unshift(at.name);
  }
  return names.join('/');
}

/** Takes the files out of an archive, up to `files` and `bytes` as they are written, whatever the directory says. */
export async function extract(
  content: Buffer,
  format: string,
  password: string | null,
  { files: filesMax, bytes: bytesMax }: { files: number; bytes: number },
): Promise<Extracted> {
  let locked = false;
  const instance = await start(content, (line) => {
    if (/wrong password|enter password/iu.test(line)) locked = true;
  });
  const { FS } = instance;
  const { node_ops: folderOps } = FS.lookupPath('/').node;
  const { node_ops: fileOps, stream_ops: streamOps } = FS.lookupPath(IN).node;
  let ended: Extracted['ended'] = null;
  const made = new Set<Node>();
  let written = 0;
  const { mknod } = folderOps;
  folderOps.mknod = (parent, name, mode, device) => {
    if (ended !== null) throw new Enough();
    if (FS.isFile(mode) && made.size >= filesMax) {
      ended = 'files';
      throw new Enough();
    }
    const node = mknod(parent, name, mode, device);
    if (FS.isFile(mode)) made.add(node);
    return node;
  };
  const { write } = streamOps;
  streamOps.write = (stream, from, offset, length, at, own) => {
    written += Math.max(length, at + length - stream.node.usedBytes);
    if (written > bytesMax) {
      ended = 'bytes';
      // It is not whole, and nobody may take it for that.
      made.delete(stream.node);
      throw new Enough();
    }
    return write(stream, from, offset, length, at, own);
  };
  const { setattr } = fileOps;
  fileOps.setattr = (node, wanted) => {
    // Room is made by what is written, not by what the directory says will be.
    if (wanted.size === undefined || wanted.size <= node.usedBytes) setattr(node, wanted);
  };
  const words = ['x', '-y', '-aou', '-snl-', `-o${OUT}`, `-t${format}`, `-p${password ?? ''}`, '--', IN];
  const code = run(instance, words);
  const files: Extracted['files'] = [];
  // Only what was made as a file: links are followed nowhere.
  for (const node of made) {
    const path = pathOf(node);
    if (path !== null) files.push({ path, bytes: bytesOf(node) });
  }
  return { files, whole: code === 0, locked, ended };
}
