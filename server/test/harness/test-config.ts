import { fileURLToPath } from 'node:url';
import { type Config, readConfig } from '#platform/config.ts';
import type { TestDatabases } from './global-setup.ts';

const WEB_DIR = fileURLToPath(new URL('../../../web/dist/', import.meta.url));

/** Settings of a program under test: a clone of its own, and the key the templates were filled under. */
export const testConfig = ({
  databases,
  database,
  dataDir,
}: {
  databases: TestDatabases;
  database: string;
  dataDir: string;
}): Config => {
  const base = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, WEB_DIR);
  return {
    ...base,
    databaseUrl: `${databases.ownerUrl}/${database}`,
    databasePoolSize: 8,
    masterKeyFile: databases.masterKeyFile,
    masterKeyMayBeMade: true,
    signingKeysFile: databases.signingKeysFile,
    definitions: {
      ...base.definitions,
      // What the machine has must not decide about a quick test; those with the real scanner say so.
      clamscan: null,
      cleanFolders: [],
      scratchDir: `${dataDir}-scratch`,
    },
    // What a visitor's computer does in a second would be done for nothing here.
    publicChallengeWork: 2,
    // Nobody answers there, so that a test asks nobody outside; those about DNS start a server of their own.
    dnsServer: '127.0.0.1:9',
    metricsToken: 'metrics token of the tests',
  };
};
