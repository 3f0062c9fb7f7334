import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Place } from './s3-client.ts';

/**
 * Starts a server of the S3 protocol on a folder. It knows no aborting and no listing of begun parts; and it looks at who
 * signs, but not at the signature.
 */
export async function startS3Server(): Promise<{ folder: string; place: S3Place; close: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 's3-'));
  const server = new S3rver({
    directory: folder,
    address: '127.0.0.1',
    port: 0,
    silent: true,
    configureBuckets: [{ name: 'files', configs: [] }],
  });
  const { port } = await server.run();
  const place = {
    bucketUrl: `http://127.0.0.1:${port}/files`,
    prefix: 'account/',
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  };
  return {
    folder,
    place,
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
