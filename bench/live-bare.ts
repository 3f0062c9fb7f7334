// The least that server-sent events cost in Node: streams in groups, and whatever is posted to a group written to each of
// its streams. Knows nobody, checks nothing, repeats nothing.
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { memoryInUse } from './live-memory.ts';

const groups = new Map<string, ServerResponse[]>();

const server = createServer((request, response) => {
  const name = request.url ?? '';
  const group = groups.get(name) ?? [];
  groups.set(name, group);
  if (request.method === 'GET') {
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    response.write('event: ready\ndata: {}\n\n');
    group.push(response);
    return;
  }
  let text = '';
  request.setEncoding('utf8');
  request.on('data', (part: string) => {
    text += part;
  });
  request.on('end', () => {
    for (const stream of group) stream.write(text);
    response.end();
  });
});
server.listen(0, '127.0.0.1', () =>
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
);
process.on('message', () => process.send?.(memoryInUse()));
process.once('disconnect', () => process.exit(0));
