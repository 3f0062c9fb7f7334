import { parseArgs } from 'node:util';
import { createAdmin, resetSecondFactors } from '#features/accounts/index.ts';
import { rotateAuditKey } from '#features/audit/index.ts';
import { rotateLicenseKey } from '#features/licensing/index.ts';
import { ConfigError } from '#platform/config.ts';
import { startPlatform } from '#platform/start.ts';
import { backup, restore } from './backup-command.ts';
import type { Command } from './command.ts';
import { definitions } from './definitions-command.ts';
import { describeDemo, loadDemoData } from './demo/demo-data.ts';
import { loadHistory } from './demo/history/load-history.ts';
import { serve } from './serve.ts';
import { audit } from './verify-audit.ts';
import { license } from './verify-license.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const noAddress = () => 'http://localhost';

const migrateOnly: Command = async ({ config, log, version }) => {
  const { stop } = await startPlatform(config, log, { version, say, localUrl: noAddress });
  await stop();
  say('The database is up to date.');
};

const SEED_USAGE = 'usage: seed [--requests COUNT [--companies COUNT] [--seed NUMBER]]';

function readHistorySize(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { requests: text, companies: text, seed: text } });
  const whole = (value: string | undefined, otherwise: number) => {
    const number = value === undefined ? otherwise : Number(value);
    if (!Number.isSafeInteger(number) || number < 0) throw new ConfigError(SEED_USAGE);
    return number;
  };
  const requests = whole(values.requests, 0);
  return {
    requests,
    companies: Math.max(1, whole(values.companies, Math.ceil(requests / 600))),
    seed: whole(values.seed, 1),
  };
}

const seed: Command = async ({ config, log, version, args }) => {
  const size = readHistorySize(args);
  const { platform, stop } = await startPlatform(config, log, { version, say, localUrl: noAddress });
  const loaded = await loadDemoData(platform);
  say(
    loaded ? await describeDemo(platform) : 'There are people in this database already: no demo accounts were added.',
  );
  if (size.requests > 0) await loadHistory(platform, size, say);
  await stop();
};

const ADMIN_USAGE = 'usage: companyaccount admin create EMAIL | companyaccount admin reset-second-factor EMAIL';

const admin: Command = async ({ config, log, version, args: [verb, email] }) => {
  if ((verb !== 'create' && verb !== 'reset-second-factor') || email === undefined || !email.includes('@')) {
    throw new ConfigError(ADMIN_USAGE);
  }
  const { platform, stop } = await startPlatform(config, log, {
    version,
    say,
    localUrl: () => `http://localhost:${config.port}`,
  });
  if (verb === 'create') {
    const link = await createAdmin(platform, email);
    say(
      link === null
        ? `${email} has an account already: nothing was changed.`
        : `Set the password within an hour: ${link}`,
    );
  } else {
    say(
      (await resetSecondFactors(platform, email))
        ? `${email} signs in with the password alone now; staff are led to set up a second factor first.`
        : `Nobody has the address ${email}: nothing was changed.`,
    );
  }
  await stop();
};

const keys: Command = async ({ config, log, version, args: [verb] }) => {
  if (verb !== 'rotate-license' && verb !== 'rotate-audit') {
    throw new ConfigError('usage: companyaccount keys rotate-license, or: keys rotate-audit');
  }
  const { platform, stop } = await startPlatform(config, log, { version, say, localUrl: noAddress });
  const license = verb === 'rotate-license';
  const kid = await (license ? rotateLicenseKey : rotateAuditKey)(platform);
  await stop();
  say(
    license
      ? `Key files are signed with the new key ${kid} from now on. Those signed before stay good. Copy the new file:`
      : `The audit log is signed with the new key ${kid} from now on. What was signed before stays good. Copy the new file:`,
  );
  say(license ? config.signingKeysFile : config.auditKeyFile);
};

/** What the program can be asked to do: `main.ts [command]`. */
export const COMMANDS: Record<string, Command> = {
  serve,
  migrate: migrateOnly,
  seed,
  admin,
  keys,
  license,
  audit,
  definitions,
  backup,
  restore,
};
