import { pino, stdSerializers, type Logger, type DestinationStream } from 'pino';

export type Log = Logger;

/** What PostgreSQL says of an error beyond its message may quote whole rows, with hashes and addresses in them. */
const QUOTING = ['detail', 'where', 'internalQuery'] as const;

/**
 * The program's log: one JSON object a line on standard output. Secrets that travel in headers or settings are
 * blanked by name; bodies are never logged.
 */
export function createLog(level: string, out?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    serializers: {
      err: (error: Error) => {
        const said = stdSerializers.err(error);
        if (typeof said === 'object' && said !== null)
          for (const name of QUOTING) delete (said as Record<string, unknown>)[name];
        return said;
      },
    },
    redact: {
      paths: [
        'req.headers.cookie',
        'req.headers.authorization',
        'res.headers["set-cookie"]',
        '*.password',
        '*.token',
        '*.activationCode',
      ],
      censor: '[redacted]',
    },
  };
  return out === undefined ? pino(options) : pino(options, out);
}
