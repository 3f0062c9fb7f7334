import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { type AuditReport, type KeptHead, verifyAudit } from '#features/audit/index.ts';
import { ConfigError } from '#platform/config.ts';
import { startPlatform } from '#platform/start.ts';
import type { Command } from './command.ts';

const USAGE = 'usage: companyaccount audit verify [--head NUMBER:HASH …] [--heads FILE …] [--json]';
/** 1 and 2 are left to commands that fail. */
const EXIT_FOUND = 3;
const HEAD = /^(\d{1,15}):([0-9a-f]{64})$/iu;
/** As the program's log has it, one JSON object a line, or a list made by hand. */
const HEAD_IN_TEXT = /(?:audit head )?\b(\d{1,15})[ :]([0-9a-f]{64})\b/giu;
/** In a terminal; `--json` has all. */
const SHOWN_MAX = 50;

interface Asked {
  heads: KeptHead[];
  files: string[];
  json: boolean;
}

function readArguments(args: readonly string[]): Asked {
  const asked: Asked = { heads: [], files: [], json: false };
  const rest = [...args];
  for (let option = rest.shift(); option !== undefined; option = rest.shift()) {
    if (option === '--json') {
      asked.json = true;
      continue;
    }
    const value = rest.shift();
    const [, number, hash] = HEAD.exec(value ?? '') ?? [];
    if (option === '--head' && hash !== undefined) {
      asked.heads.push({ number: Number(number), hash: hash.toLowerCase() });
    } else if (option === '--heads' && value !== undefined) asked.files.push(value);
    else throw new ConfigError(USAGE);
  }
  return asked;
}

async function* readHeads({ heads, files }: Asked): AsyncGenerator<KeptHead> {
  yield* heads;
  for (const file of files) {
    try {
      for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
        for (const [, number, hash = ''] of line.matchAll(HEAD_IN_TEXT)) {
          yield { number: Number(number), hash: hash.toLowerCase() };
        }
      }
    } catch (error) {
      throw new ConfigError(`${file} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
    }
  }
}

/** The report in lines for a person to read. */
function describe(report: AuditReport): string {
  const { head, unsealed, keptHeads, findings } = report;
  const lines = findings.slice(0, SHOWN_MAX).map(({ kind, number, entryId, at, says }) => {
    const place = [number !== null && `place ${number}`, entryId !== null && `entry ${entryId}`, at].filter(Boolean);
    return `${kind}: ${place.join(', ')}: ${says}`;
  });
  if (report.findingsTotal > lines.length) lines.push(`… and ${report.findingsTotal - lines.length} more`);
  lines.push(
    `${report.intact ? 'Intact' : `${report.findingsTotal} findings`}: ${report.sealed} sealed entries, ${report.erased} of them with erased personal data.`,
    head === null ? 'No head yet.' : `Head ${head.number}:${head.hash}, signed by ${head.kid} at ${head.sealedAt}.`,
    unsealed.count === 0
      ? 'Nothing waits to be sealed.'
      : `${unsealed.count} entries wait to be sealed, the oldest since ${unsealed.oldest}: nothing proves these yet.`,
  );
  if (keptHeads > 0) lines.push(`${keptHeads} kept heads were compared.`);
  else lines.push('No kept head was given: an end cut off together with its heads would not be noticed.');
  return lines.join('\n');
}

/** Looks through the audit log and says what was changed, removed, inserted or moved, and where. */
export const audit: Command = async ({ config, log, version, args: [verb, ...options] }) => {
  if (verb !== 'verify') throw new ConfigError(USAGE);
  const asked = readArguments(options);
  const { platform, stop } = await startPlatform(config, log, {
    version,
    // The answer alone goes to standard output.
    say: (line) => void process.stderr.write(`${line}\n`),
    localUrl: () => 'http://localhost',
  });
  try {
    const report = await verifyAudit(platform.db, readHeads(asked));
    process.stdout.write(`${asked.json ? JSON.stringify(report, null, 2) : describe(report)}\n`);
    if (!report.intact) process.exitCode = EXIT_FOUND;
  } finally {
    await stop();
  }
};
