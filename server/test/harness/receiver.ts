import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Call {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** A real server on the loopback interface that keeps what it is told. */
export interface Receiver {
  port: number;
  calls: Call[];
  /** How it answers; 204 without a word at first. */
  answer: (answer: (response: ServerResponse, call: Call) => void) => void;
  close: () => Promise<void>;
}

/** Starts a receiver, with TLS where a key and a certificate are given. */
export async function startReceiver(tls?: { key: string; cert: string }): Promise<Receiver> {
  const calls: Call[] = [];
  let reply: Parameters<Receiver['answer']>[0] = (response) => void response.writeHead(204).end();
  const listen: Parameters<typeof createServer>[1] = (request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const call = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(parts).toString() };
      calls.push(call);
      reply(response, call);
    });
  };
  const server = tls === undefined ? createServer(listen) : createSecureServer(tls, listen);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    calls,
    answer: (answer) => {
      reply = answer;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Whether one of a call's signatures is that of this secret, told as Standard Webhooks says it. */
export function isSignedBy({ headers, body }: Call, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/u, ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const expected = createHmac('sha256', key).update(signed).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .map((one) => Buffer.from(one.replace(/^v1,/u, ''), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
}
