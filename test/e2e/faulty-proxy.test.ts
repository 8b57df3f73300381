import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FaultyProxy } from './faulty-proxy.ts';

describe('the faulty proxy', () => {
  let server: Server;
  let proxy: FaultyProxy;
  let clients: Socket[];

  beforeEach(async () => {
    clients = [];
    server = await anEcho('');
    proxy = await FaultyProxy.start(portOf(server));
  });

  afterEach(async () => {
    for (const client of clients) client.destroy();
    await proxy.close();
    server.close();
  });

  async function open(): Promise<Socket> {
    const client = connect(proxy.port, '127.0.0.1');
    client.on('error', () => undefined);
    clients.push(client);
    await once(client, 'connect');
    return client;
  }

  async function ask(client: Socket, text: string): Promise<string> {
    client.write(text);
    const [answer] = (await once(client, 'data')) as [Buffer];
    return answer.toString();
  }

  it('carries bytes both ways', async () => {
    const client = await open();

    expect(await ask(client, 'one')).toBe('one');
    expect(await ask(client, 'two')).toBe('two');
  });

  it('resets what is open and what is new when it refuses', async () => {
    const before = await open();
    await ask(before, 'one');

    proxy.refuse();
    await closed(before);
    const after = connect(proxy.port, '127.0.0.1');
    after.on('error', () => undefined);
    await closed(after);
    expect(proxy.refused).toBe(1);

    proxy.pass();
    expect(await ask(await open(), 'again')).toBe('again');
  });

  it('swallows everything when it is silent, and resets those connections when it passes again', async () => {
    const before = await open();
    await ask(before, 'one');
    const heard: string[] = [];

    proxy.fallSilent();
    const during = await open();
    for (const client of [before, during]) {
      client.on('data', (chunk) => heard.push(String(chunk)));
      client.write('four');
    }
    await expect.poll(() => proxy.swallowed).toBe(8);

    expect(heard).toEqual([]);
    const both = Promise.all([closed(before), closed(during)]);
    proxy.pass();
    await both;
    expect(await ask(await open(), 'again')).toBe('again');
  });

  it('may silence what is open alone, and make everything slower, in order', async () => {
    const before = await open();
    await ask(before, 'one');

    proxy.silenceOpen();
    before.write('lost');
    await expect.poll(() => proxy.swallowed).toBe(4);
    const client = await open();
    proxy.lag(40);
    const began = performance.now();
    expect(await ask(client, 'late')).toBe('late');
    expect(performance.now() - began).toBeGreaterThanOrEqual(75);
  });

  it('stands before another server when it is told to', async () => {
    const other = await anEcho('other: ');
    const before = await open();
    await ask(before, 'one');

    const left = closed(before);
    proxy.pointAt(portOf(other));
    await left;

    expect(await ask(await open(), 'two')).toBe('other: two');
    other.close();
  });
});

async function anEcho(prefix: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => socket.write(`${prefix}${String(chunk)}`));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Resolves when the socket is closed, reset or not. */
async function closed(socket: Socket): Promise<void> {
  await new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
