import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { HopCounters } from '../../src/core/open-project/host.ts';
import { EmbeddedUBridge } from '../../src/world/ubridge/embedded/embedded-ubridge.ts';
import { readUBridge } from '../../src/world/ubridge/read-ubridge.ts';
import { LineClient } from '../support/line-client.ts';

const AMPLE_MS = 15_000;

/** The program at the far end of a NIO. */
class Peer {
  readonly frames: string[] = [];
  private wake: () => void = () => undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('message', (frame) => {
      this.frames.push(frame.toString('latin1'));
      this.wake();
    });
  }

  static async open(): Promise<Peer> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new Peer(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  async send(frame: string, port: number): Promise<void> {
    await new Promise((resolve) => this.socket.send(frame, port, '127.0.0.1', resolve));
  }

  /** The frames that have come when this one has. */
  async until(last: string): Promise<readonly string[]> {
    while (!this.frames.includes(last)) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.frames;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.socket.close(() => resolve()));
  }
}

/** A UDP port that is free at this moment. */
async function freePort(): Promise<number> {
  const peer = await Peer.open();
  const { port } = peer;
  await peer.close();
  return port;
}

describe('embedded uBridge on real sockets', () => {
  let folder: string;
  let ubridge: EmbeddedUBridge;
  let client: LineClient;
  let left: Peer;
  let right: Peer;
  let ports: { source: number; destination: number };
  let random: number;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'niostat-ubridge-'));
    random = 0.5;
    ubridge = await EmbeddedUBridge.start({
      host: '127.0.0.1',
      port: 0,
      logFile: join(folder, 'ubridge.log'),
      random: () => random,
    });
    client = await LineClient.connect(ubridge.port);
    [left, right] = [await Peer.open(), await Peer.open()];
    ports = { source: await freePort(), destination: await freePort() };
    await client.ask('bridge create b');
    await client.ask(`bridge add_nio_udp b ${ports.source} 127.0.0.1 ${left.port}`);
    await client.ask(`bridge add_nio_udp b ${ports.destination} 127.0.0.1 ${right.port}`);
  });

  afterEach(async () => {
    client.close();
    await ubridge.close();
    await Promise.all([left.close(), right.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  async function bridge(): Promise<{ source: HopCounters; destination: HopCounters; filters: readonly string[] }> {
    const address = { pid: 1, host: '127.0.0.1', port: ubridge.port, addresses: ['127.0.0.1'] };
    const { bridges, unasked } = await readUBridge(address, { timeoutMs: AMPLE_MS });
    expect(unasked).to.equal(undefined);
    const [found] = bridges;
    return {
      source: found?.source?.counters as HopCounters,
      destination: found?.destination?.counters as HopCounters,
      filters: found?.filters ?? [],
    };
  }

  it('moves frames both ways while the bridge runs, and counts them', async () => {
    await client.ask('bridge start b');
    await left.send('to the right', ports.source);
    await left.send('again', ports.source);
    expect(await right.until('again')).to.deep.equal(['to the right', 'again']);
    await right.send('back', ports.destination);
    expect(await left.until('back')).to.deep.equal(['back']);
    expect(await bridge()).to.deep.equal({
      source: { packetsIn: 2, bytesIn: 17, packetsOut: 1, bytesOut: 4 },
      destination: { packetsIn: 1, bytesIn: 4, packetsOut: 2, bytesOut: 17 },
      filters: [],
    });
  });

  it('leaves frames waiting while the bridge does not run, as the kernel does', async () => {
    await left.send('early', ports.source);
    expect((await bridge()).source.packetsIn).to.equal(0);
    await client.ask('bridge start b');
    expect(await right.until('early')).to.deep.equal(['early']);
    expect((await bridge()).source.packetsIn).to.equal(1);
  });

  it('drops every second frame, every frame, or none, by frequency_drop', async () => {
    await client.ask('bridge add_packet_filter b f0 frequency_drop 2');
    await client.ask('bridge start b');
    for (const frame of ['1', '2', '3', '4', '5']) await left.send(frame, ports.source);
    expect(await right.until('5')).to.deep.equal(['1', '3', '5']);
    expect(await bridge()).to.deep.include({ filters: ['f0'] });
    await client.ask('bridge reset_packet_filters b');
    await client.ask('bridge add_packet_filter b f0 frequency_drop -1');
    for (const frame of ['6', '7']) await left.send(frame, ports.source);
    // The last frame passes when the filters are gone, and shows that those before it were dropped.
    for (let counted = 0; counted < 7; counted = (await bridge()).source.packetsIn);
    await client.ask('bridge reset_packet_filters b');
    await left.send('8', ports.source);
    expect(await right.until('8')).to.deep.equal(['1', '3', '5', '8']);
    const { source, destination } = await bridge();
    expect(source.packetsIn - destination.packetsOut).to.equal(4);
  });

  it('drops by packet_loss what chance decides, and with a loss of 0 still one frame of a hundred', async () => {
    await client.ask('bridge add_packet_filter b f0 packet_loss 30');
    await client.ask('bridge start b');
    // floor(100 x) <= 30 is dropped (packet_filter.c).
    for (const [x, frame] of [
      [0.309, 'lost'],
      [0.31, 'kept'],
    ] as const) {
      random = x;
      await left.send(frame, ports.source);
      for (let counted = 0; counted < (frame === 'lost' ? 1 : 2); counted = (await bridge()).source.packetsIn);
    }
    expect(await right.until('kept')).to.deep.equal(['kept']);
    await client.ask('bridge reset_packet_filters b');
    await client.ask('bridge add_packet_filter b f0 packet_loss 0');
    random = 0.0099;
    await left.send('one of a hundred', ports.source);
    for (let counted = 0; counted < 3; counted = (await bridge()).source.packetsIn);
    random = 0.01;
    await left.send('the others', ports.source);
    expect(await right.until('the others')).to.deep.equal(['kept', 'the others']);
  });

  it('complains once for each frame that nobody takes, and counts it as sent', async () => {
    const nobody = await freePort();
    await client.ask('bridge create n');
    const [near, far] = [await freePort(), await freePort()];
    await client.ask(`bridge add_nio_udp n ${near} 127.0.0.1 ${left.port}`);
    await client.ask(`bridge add_nio_udp n ${far} 127.0.0.1 ${nobody}`);
    await client.ask('bridge start n');
    for (let frame = 0; frame < 6; frame++) await left.send('x'.repeat(60), near);
    // protocol2.txt: 6 packets (360 bytes) in, 6 out, and six lines in the log.
    const wanted = 'IN: 0 packets (0 bytes) OUT: 6 packets (360 bytes)';
    for (let said = ''; !said.includes(wanted); said = (await client.ask('bridge get_stats n')).join());
    while (ubridge.log.split('recv: Connection refused\n').length < 7) await client.ask('hypervisor version');
    expect(ubridge.log.split('\n').slice(-7)).to.deep.equal([...Array(6).fill('recv: Connection refused'), '']);
  });

  it('ends with a frame without bytes, as uBridge does, and its log tells why', async () => {
    await client.ask('bridge start b');
    await right.send('', ports.destination);
    expect(await ubridge.stopped).to.equal('died');
    expect(readFileSync(join(folder, 'ubridge.log'), 'utf8')).to.equal(
      [
        'uBridge version 0.9.19 running with niostat',
        `Hypervisor TCP control server started (IP 127.0.0.1 port ${ubridge.port}).`,
        `UDP tunnel connecting from local port ${ports.source} to IPv4 address 127.0.0.1 on port ${left.port}`,
        `UDP tunnel connecting from local port ${ports.destination} to IPv4 address 127.0.0.1 on port ${right.port}`,
        'Source NIO listener thread for b has started',
        'Destination NIO listener thread for b has started',
        'recv: Success',
        'Destination NIO listener thread for b has stopped because of an error: Success ',
        '',
      ].join('\n'),
    );
  });

  it('takes a port that another socket has with SO_REUSEADDR, and the same four values twice', async () => {
    await client.ask('bridge create twice');
    const words = `${ports.source} 127.0.0.1 ${left.port}`;
    expect(await client.ask(`bridge add_nio_udp twice ${words}`)).to.deep.equal([
      "100-NIO UDP added to bridge 'twice'",
    ]);
    expect(await client.ask(`bridge add_nio_udp twice ${words}`)).to.deep.equal([
      "100-NIO UDP added to bridge 'twice'",
    ]);
  });

  it('keeps names of interfaces, as a cloud has them', async () => {
    await client.ask('bridge create cloud');
    await client.ask(`bridge add_nio_udp cloud ${await freePort()} 127.0.0.1 9`);
    await client.ask('bridge add_nio_ethernet cloud eth0');
    expect((await client.ask('bridge show cloud')).at(-2)).to.equal('101 Destination NIO: eth0');
  });

  it('has its sockets where GNS3 would find them: as ss shows them of the real one', async () => {
    const rows = readFileSync('/proc/net/udp', 'latin1');
    const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
    expect(rows).to.match(new RegExp(`0100007F:${hex(ports.source)} 0100007F:${hex(left.port)}`));
  });

  it('leaves no descriptor of a reader behind', async () => {
    const descriptors = (): number => readdirSync('/proc/self/fd').length;
    await bridge();
    const before = descriptors();
    for (let round = 0; round < 20; round++) await bridge();
    expect(descriptors()).to.be.at.most(before);
  });
});
