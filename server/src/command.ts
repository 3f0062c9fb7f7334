import type { Config } from '#platform/config.ts';
import type { Log } from '#platform/log.ts';

/** What a command is given. */
export interface CommandInput {
  config: Config;
  log: Log;
  version: string;
  args: readonly string[];
}

/** One thing the program can be asked to do. */
export type Command = (input: CommandInput) => Promise<void>;
