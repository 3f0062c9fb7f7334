import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Answers each file with its SHA-256 in hex, read piece by piece: the cryptography of browsers takes whole files only. */
self.addEventListener('message', ({ data }: MessageEvent<File>) => {
  void hash(data).then((hex) => self.postMessage(hex));
});

async function hash(file: File): Promise<string> {
  const sum = sha256.create();
  const reader = file.stream().getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) sum.update(piece.value);
  return bytesToHex(sum.digest());
}
