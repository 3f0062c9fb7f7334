import { expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const blobsOf = (url: string) => readConfig({ BLOBS_URL: url, MASTER_KEY_FILE: '/keys/master' }, '').blobs;

it('takes the place of blobs apart', () => {
  expect(blobsOf('s3://AKIA:a%2Fb%2Bc@s3.eu-central-1.amazonaws.com/files/our/account?region=eu-central-1')).toEqual({
    bucketUrl: 'https://s3.eu-central-1.amazonaws.com/files',
    prefix: 'our/account/',
    region: 'eu-central-1',
    accessKeyId: 'AKIA',
    secretAccessKey: 'a/b+c',
  });
  expect(blobsOf('s3://key:secret@127.0.0.1:9000/files?tls=off')).toMatchObject({
    bucketUrl: 'http://127.0.0.1:9000/files',
    prefix: '',
    region: 'us-east-1',
  });
  expect(readConfig({}, '').blobs).toBeNull();
});

it.each([
  'https://key:secret@host/files',
  's3://host/files',
  's3://key@host/files',
  's3://key:secret@host',
  's3://key:secret@host/Files_1',
  's3://key:secret@host/files?ssl=no',
])('refuses %s without telling what it holds', (url) => {
  expect(() => blobsOf(url)).toThrow(ConfigError);
  expect(() => blobsOf(url)).not.toThrow('secret@');
});

it('wants the master key outside the data folder with storage that others share', () => {
  expect(() => readConfig({ BLOBS_URL: 's3://key:secret@host/files' }, '')).toThrow('MASTER_KEY_FILE');
});
