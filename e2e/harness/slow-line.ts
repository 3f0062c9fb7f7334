import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** A line to the program on which so many bytes a second go up; down it is as fast as ever. */
export async function startSlowLine(url: string, bytesPerSecond: number): Promise<{ url: string; close: () => void }> {
  const { hostname, port } = new URL(url);
  const server = createServer((browser) => {
    const program = connect(Number(port), hostname);
    const slow = async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        await sleep((chunk.length / bytesPerSecond) * 1000);
        yield chunk;
      }
    };
    // A killed program ends the connection on both sides, as it does without the line between.
    const end = () => {
      browser.destroy();
      program.destroy();
    };
    pipeline(browser, slow, program, end);
    pipeline(program, browser, end);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  return { url: `http://localhost:${(server.address() as AddressInfo).port}`, close: () => void server.close() };
}
