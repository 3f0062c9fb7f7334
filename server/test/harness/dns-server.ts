import { createSocket, type RemoteInfo } from 'node:dgram';
import { once } from 'node:events';
import { createServer, isIPv6, type Socket } from 'node:net';
import packet from 'dns-packet';

/**
 * What a name answers with: TXT records, IP addresses (at each question for one, the next of them), another name, nothing
 * ever, or a failure of the server.
 */
export type Zone = Record<
  string,
  { texts: string[] } | { addresses: string[][] } | { alias: string } | 'silent' | 'failing'
>;

const TRUNCATED = 1 << 9;
const SERVFAIL = 2;
const NXDOMAIN = 3;
const MAX_UDP = 512;
const MAX_PART = 255;

/** A real DNS server on the loopback interface that tells what its zone says at this moment. */
export interface DnsServer {
  /** Address and port, as the setting DNS_SERVER takes them. */
  address: string;
  zone: Zone;
  /** Names asked for so far. */
  asked: string[];
  close: () => Promise<void>;
}

const parts = (text: string): string[] =>
  text === ''
    ? ['']
    : Array.from({ length: Math.ceil(text.length / MAX_PART) }, (_, n) => text.slice(n * MAX_PART, (n + 1) * MAX_PART));

/** The reply to a query; null where the server keeps silent. */
function answer(server: DnsServer, query: Buffer): packet.Packet | null {
  const { id, questions = [] } = packet.decode(query);
  const name = questions[0]?.name.toLowerCase() ?? '';
  server.asked.push(name);
  const entry = server.zone[name];
  const reply = { id: id ?? 0, type: 'response', questions } as const;
  if (entry === 'silent') return null;
  if (entry === 'failing') return { ...reply, flags: SERVFAIL };
  if (entry === undefined) return { ...reply, flags: NXDOMAIN };
  return { ...reply, flags: 0, answers: answersOf(name, entry, questions[0]?.type ?? '') };
}

function answersOf(name: string, entry: Exclude<Zone[string], string>, asked: string): packet.Answer[] {
  if ('alias' in entry) return [{ type: 'CNAME', name, ttl: 0, data: entry.alias }];
  if ('texts' in entry) return entry.texts.map((text) => ({ type: 'TXT', name, ttl: 0, data: parts(text) }));
  const [now = [], ...later] = entry.addresses;
  // Both kinds are asked for at once; the last answer stays.
  if (asked === 'A' && later.length > 0) entry.addresses = later;
  const type = asked === 'AAAA' ? 'AAAA' : 'A';
  return now.filter((one) => isIPv6(one) === (type === 'AAAA')).map((data) => ({ type, name, ttl: 0, data }));
}

/** Starts a server that knows the zone's names, by UDP and, for long answers, by TCP. */
export async function startDnsServer(zone: Zone = {}): Promise<DnsServer> {
  const udp = createSocket('udp4');
  udp.bind(0, '127.0.0.1');
  await once(udp, 'listening');
  const { port } = udp.address();
  const sockets = new Set<Socket>();
  const tcp = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.once('data', (data: Buffer) => {
      const reply = answer(server, data.subarray(2));
      if (reply === null) return;
      const body = packet.encode(reply);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(body.length);
      socket.end(Buffer.concat([length, body]));
    });
  }).listen(port, '127.0.0.1');
  await once(tcp, 'listening');
  const server: DnsServer = {
    address: `127.0.0.1:${port}`,
    zone,
    asked: [],
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await Promise.all([new Promise((done) => udp.close(() => done(null))), new Promise((done) => tcp.close(done))]);
    },
  };
  udp.on('message', (message: Buffer, from: RemoteInfo) => {
    const reply = answer(server, message);
    if (reply === null) return;
    const body = packet.encode(reply);
    const short = body.length <= MAX_UDP ? body : packet.encode({ ...reply, answers: [], flags: TRUNCATED });
    udp.send(short, from.port, from.address);
  });
  return server;
}
