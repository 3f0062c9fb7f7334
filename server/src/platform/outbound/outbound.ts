import { lookup } from 'node:dns/promises';
import { request as requestPlain, type IncomingMessage } from 'node:http';
import { request as requestSecure } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Dns } from '#platform/dns.ts';
import { isNamed, type NamedHost } from './named-hosts.ts';
import { isPublicAddress } from './public-address.ts';

/** Why nothing was sent, or no answer came; what a server answered is no fault. */
export const OUTBOUND_FAULTS = [
  'address_refused',
  'timed_out',
  'not_reached',
  'certificate_refused',
  'broken',
] as const;
export type OutboundFault = (typeof OUTBOUND_FAULTS)[number];

export interface Answered {
  status: number;
  /** The beginning of what was said, without control characters. */
  text: string;
}

/** The only way in which the program calls addresses that somebody outside has given. */
export interface Outbound {
  /** Whether an address could be called now: of the right form, and of a host with public addresses only. */
  mayCall: (address: string) => Promise<boolean>;
  /** Posts to an address. Takes 15 seconds at most; throws only when `stopping` does. */
  post: (
    address: string,
    message: { headers: Record<string, string>; body: string },
    stopping?: AbortSignal,
  ) => Promise<Answered | OutboundFault>;
}

interface Target {
  url: URL;
  addresses: { address: string; family: number }[];
}

const WHOLE_MS = 15_000;
/** More of an answer is not read. */
const ANSWER_BYTES = 16_384;
const TEXT_LENGTH = 1000;

const withFamily = (address: string) => ({ address, family: isIP(address) });
/** A host without the brackets of an IPv6 address. */
const bareHost = ({ hostname }: URL): string => hostname.replaceAll(/[[\]]/gu, '');

function ownAddresses(): Set<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address)));
}

/**
 * Where an address leads, looked up once; null where it must not be called. The operator vouches for hosts that they
 * name; anywhere else only TLS will do, and one address of a host that is not public refuses all of them.
 */
async function findTarget(address: string, named: readonly NamedHost[], dns: Dns): Promise<Target | null> {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.username !== '' || url.password !== '' || !['https:', 'http:'].includes(url.protocol)) return null;
  const host = bareHost(url);
  if (isNamed(named, url)) {
    const addresses = isIP(host) === 0 ? await lookup(host, { all: true }).catch(() => []) : [withFamily(host)];
    return addresses.length === 0 ? null : { url, addresses };
  }
  if (url.protocol !== 'https:') return null;
  const found = isIP(host) === 0 ? await dns.findAddresses(host) : [host];
  const own = ownAddresses();
  const isOpen = found.length > 0 && found.every((one) => isPublicAddress(one) && !own.has(one));
  return isOpen ? { url, addresses: found.map(withFamily) } : null;
}

/** Answers with the addresses that were looked at, whatever the name would give by now. */
const pinned =
  (addresses: Target['addresses']): LookupFunction =>
  (_host, { all }, done) => {
    const [first] = addresses;
    if (all === true) done(null, addresses);
    else done(null, first?.address ?? '', first?.family);
  };

/** The beginning of an answer; what is slow or never ends is left. */
async function readText(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of response as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size >= ANSWER_BYTES) break;
    }
  } catch {
    // Cut off, or out of time.
  }
  response.destroy();
  const text = Buffer.concat(parts).subarray(0, ANSWER_BYTES).toString();
  return text
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .slice(0, TEXT_LENGTH)
    .toWellFormed();
}

function faultOf(error: unknown): OutboundFault {
  const { name, code = '' } = error as NodeJS.ErrnoException;
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ETIMEDOUT') return 'timed_out';
  if (/^(?:CERT_|ERR_TLS_CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/u.test(code)) return 'certificate_refused';
  return /^(?:ECONN(?:REFUSED)|EHOST|ENET|EADDRNOTAVAIL)/u.test(code) ? 'not_reached' : 'broken';
}

function send({ url, addresses }: Target, headers: Record<string, string>, body: string, signal: AbortSignal) {
  return new Promise<Answered>((resolve, reject) => {
    const request = url.protocol === 'https:' ? requestSecure : requestPlain;
    // A connection of its own for each call; nothing follows where an answer points to.
    const options = { method: 'POST', agent: false, lookup: pinned(addresses), signal } as const;
    const length = { 'content-length': `${Buffer.byteLength(body)}` };
    let answered = false;
    request(url, { ...options, headers: { ...headers, ...length } })
      // Once the status has come, it counts, whatever becomes of the rest.
      .on('error', (error) => answered || reject(error))
      .on('response', (response) => {
        answered = true;
        void readText(response).then((text) => resolve({ status: response.statusCode ?? 0, text }));
      })
      .end(body);
  });
}

/** Calls public addresses, and those of hosts that the operator has named. */
export const createOutbound = (named: readonly NamedHost[], dns: Dns, wholeMs = WHOLE_MS): Outbound => ({
  mayCall: async (address) => (await findTarget(address, named, dns)) !== null,
  async post(address, { headers, body }, stopping) {
    const limit = AbortSignal.timeout(wholeMs);
    try {
      const target = await findTarget(address, named, dns);
      if (target === null) return 'address_refused';
      return await send(target, headers, body, stopping === undefined ? limit : AbortSignal.any([limit, stopping]));
    } catch (error) {
      stopping?.throwIfAborted();
      return limit.aborted ? 'timed_out' : faultOf(error);
    }
  },
});
