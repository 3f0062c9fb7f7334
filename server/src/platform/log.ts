import { pino, type Logger } from 'pino';

export type Log = Logger;

/**
 * The program's log: one JSON object a line on standard output. Secrets that travel in headers or settings are
 * blanked by name; bodies are never logged.
 */
export function createLog(level: string): Log {
  return pino({
    level,
    base: null,
    redact: {
      paths: ['req.headers.cookie', 'req.headers.authorization', 'res.headers["set-cookie"]', '*.password', '*.token', '*.activationCode'],
      censor: '[redacted]',
    },
  });
}
