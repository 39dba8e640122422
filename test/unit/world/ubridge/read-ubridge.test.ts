import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import type { UBridgeReading } from '../../../../src/core/open-project/host.ts';
import { readUBridge } from '../../../../src/world/ubridge/read-ubridge.ts';
import { Transcript } from '../../../support/ubridge-transcript.ts';

const RECORDED = fileURLToPath(new URL('../../../fixtures/gns3-live/ubridge/live-order-one.txt', import.meta.url));

/** For a uBridge that must be read: a test that needs it has failed. */
const AMPLE_MS = 15_000;

/** For one that does not answer; short, for the test waits for it. */
const SHORT_MS = 100;

/** What a command may be, if the lab is to stay as it is. */
const HARMLESS =
  /^(hypervisor (version|module_list|close)|(bridge|iol_bridge) list|bridge (show|get_stats) .+|iol_bridge get_stats .+)$/;

const UBRIDGE = {
  'hypervisor version': '100-0.9.19\r\n',
  'hypervisor module_list': '101 iol_bridge\r\n101 bridge\r\n101 hypervisor\r\n100-OK\r\n',
  'bridge list': '100-OK\r\n',
  'iol_bridge list': '100-OK\r\n',
  'hypervisor close': '100-OK\r\n',
} as const;

type Script = Readonly<Record<string, string>>;

interface Read {
  readonly reading: UBridgeReading;
  readonly commands: readonly string[];
  readonly port: number;
}

/** Reads what answers as the script says, to other commands nothing, and after `cut` no more. */
async function readScripted(
  script: Script,
  { timeoutMs = AMPLE_MS, cut }: { timeoutMs?: number; cut?: string } = {},
): Promise<Read> {
  const commands: string[] = [];
  const accepted = new Set<Socket>();
  const server = createServer((socket) => {
    accepted.add(socket);
    socket.on('error', () => undefined);
    let text = '';
    socket.setEncoding('utf8').on('data', (more: string) => {
      const lines = (text + more).split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        commands.push(line);
        if (line === cut) socket.destroy();
        else if (script[line] !== undefined) socket.write(script[line]);
      }
    });
  });
  server.listen({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    const reading = await readUBridge({ pid: 7, host: 'lab', port, addresses: ['127.0.0.1'] }, { timeoutMs });
    for (const command of commands) expect(command).to.match(HARMLESS);
    return { reading, commands, port };
  } finally {
    for (const socket of accepted) socket.destroy();
    server.close();
    await once(server, 'close');
  }
}

describe('readUBridge', () => {
  it('reads a recorded uBridge of a router', async () => {
    const recorded = Transcript.parse(readFileSync(RECORDED, 'utf8'));
    const script: Record<string, string> = { ...UBRIDGE };
    for (const { request, reply } of recorded.of('ubridge pid 1523 on 127.0.0.1:36631')) script[request] = reply;
    const { reading, commands, port } = await readScripted(script);
    const bridge = (tunnel: number, link: number, frames: number, bytes: number): object => ({
      name: `DYNAMIPS-${tunnel}-${tunnel + 1}`,
      isRunning: true,
      filters: [],
      source: {
        text: `${tunnel + 1}:127.0.0.1:${tunnel}`,
        ports: { localPort: tunnel + 1, remoteHost: '127.0.0.1', remotePort: tunnel },
        counters: { packetsIn: 0, bytesIn: 0, packetsOut: frames, bytesOut: bytes },
      },
      destination: {
        text: `${link + 1}:127.0.0.1:${link}`,
        ports: { localPort: link + 1, remoteHost: '127.0.0.1', remotePort: link },
        counters: { packetsIn: frames, bytesIn: bytes, packetsOut: 0, bytesOut: 0 },
      },
    });
    expect(reading).to.deep.equal({
      pid: 7,
      host: 'lab',
      port,
      version: '0.9.19',
      bridges: [bridge(20036, 20032, 0, 0), bridge(20022, 20020, 16, 1224), bridge(20018, 20016, 0, 0)],
    });
    expect(commands).to.have.length(4 + 2 * 3 + 1);
    expect(commands.at(-1)).to.equal('hypervisor close');
  });

  it('reads the bridges of IOU', async () => {
    const { reading } = await readScripted({
      ...UBRIDGE,
      'iol_bridge list': '101 IOL-BRIDGE-513 (ports = 1)\r\n101 gone (ports = 0)\r\n100-OK\r\n',
      'iol_bridge get_stats IOL-BRIDGE-513':
        '101 port 0/1:      IN: 8 packets (612 bytes) OUT: 7 packets (550 bytes)\r\n100-OK\r\n',
      'iol_bridge get_stats gone': "214-bridge 'gone' doesn't exist\r\n",
    });
    const counters = { packetsIn: 8, bytesIn: 612, packetsOut: 7, bytesOut: 550 };
    expect(reading.iolBridges).to.deep.equal([{ name: 'IOL-BRIDGE-513', ports: [{ port: '0/1', counters }] }]);
  });

  it('reads one of a system without IOU', async () => {
    const { reading } = await readScripted({
      ...UBRIDGE,
      'hypervisor module_list': '101 bridge\r\n101 hypervisor\r\n100-OK\r\n',
      'iol_bridge list': "201-Unknown module 'iol_bridge'\r\n",
    });
    expect(reading).to.deep.include({ version: '0.9.19', bridges: [] });
    expect(reading).to.not.have.any.keys('unasked', 'iolBridges');
  });

  it('leaves out bridges that go away while it looks, and asks for names as they are', async () => {
    const { reading } = await readScripted({
      ...UBRIDGE,
      'bridge list': '101 it\'s "gone"? no (NIOs = 0)\r\n101 a b#c (NIOs = 0)\r\n101 gone (NIOs = 2)\r\n100-OK\r\n',
      'bridge show "a b#c"': "101 bridge 'a b#c' is not running\r\n100-OK\r\n",
      'bridge get_stats "a b#c"': '100-OK\r\n',
      'bridge show gone': "214-bridge 'gone' doesn't exist\r\n",
      'bridge get_stats gone': "214-bridge 'gone' doesn't exist\r\n",
    });
    expect(reading.bridges).to.deep.equal([{ name: 'a b#c', isRunning: false, filters: [] }]);
    expect(reading.unasked?.why).to.equal('it has bridges whose names cannot be asked for');
  });

  it('asks for 1024 bridges of more, and says so', async () => {
    const names = Array.from({ length: 1030 }, (_, index) => `b${index}`);
    const script: Record<string, string> = { ...UBRIDGE };
    script['bridge list'] = `${names.map((name) => `101 ${name} (NIOs = 0)\r\n`).join('')}100-OK\r\n`;
    for (const name of names) {
      script[`bridge show ${name}`] = `101 bridge '${name}' is running\r\n100-OK\r\n`;
      script[`bridge get_stats ${name}`] = '100-OK\r\n';
    }
    const { reading } = await readScripted(script);
    expect(reading.bridges).to.have.length(1024);
    expect(reading.unasked?.why).to.equal('it has 1030 bridges; 1024 were asked for');
  });

  it('tells a Dynamips from a uBridge, and asks it nothing more', async () => {
    const { reading, commands } = await readScripted({
      ...UBRIDGE,
      'hypervisor version': '100-0.2.24-amd64\r\n',
      'hypervisor module_list': '101 vm\r\n101 nio\r\n101 hypervisor\r\n100-OK\r\n',
      'bridge list': "201-Unknown module 'bridge'\r\n",
      'iol_bridge list': "201-Unknown module 'iol_bridge'\r\n",
    });
    expect(reading.bridges).to.deep.equal([]);
    expect(reading.unasked?.why).to.equal('it is no uBridge: 0.2.24-amd64, modules vm nio hypervisor');
    expect(commands).to.have.length(5);
  });

  it('says what it does not understand, and keeps the rest', async () => {
    const { reading } = await readScripted({
      ...UBRIDGE,
      'bridge list': '101 a (NIOs = 2)\r\n101 b: 2 NIOs\r\n100-OK\r\n',
      'bridge show a': '101 bridge a: up\r\n100-OK\r\n',
      'bridge get_stats a': '100-OK\r\n',
    });
    expect(reading).to.deep.include({ version: '0.9.19', bridges: [] });
    expect(reading.unasked?.why).to.equal('what it says of bridge a is not understood');
  });

  it('says that nothing listens', async () => {
    const server = createServer().listen({ host: '127.0.0.1', port: 0 });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const address = { pid: 7, host: 'lab', port, addresses: ['127.0.0.1'] };
    expect(await readUBridge(address, { timeoutMs: AMPLE_MS })).to.deep.equal({
      pid: 7,
      host: 'lab',
      port,
      bridges: [],
      unasked: { why: 'it is not reached (conn-refused)' },
    });
  });

  const SILENT: ReadonlyArray<readonly [string, Script, string]> = [
    ['says nothing', {}, `"hypervisor version": no complete reply within ${SHORT_MS} ms`],
    [
      'says nothing about a bridge',
      { ...UBRIDGE, 'bridge list': '101 a (NIOs = 2)\r\n100-OK\r\n' },
      `"bridge show a": no complete reply within ${SHORT_MS} ms`,
    ],
  ];
  for (const [title, script, why] of SILENT) {
    it(`waits so long for one that ${title}`, async () => {
      const { reading } = await readScripted(script, { timeoutMs: SHORT_MS });
      expect(reading.unasked).to.deep.equal({ why });
    });
  }

  it('keeps what it knows of one that ends in the middle', async () => {
    const { reading } = await readScripted(
      { ...UBRIDGE, 'bridge list': '101 a (NIOs = 2)\r\n100-OK\r\n' },
      { cut: 'bridge show a' },
    );
    expect(reading.version).to.equal('0.9.19');
    expect(reading.unasked?.why).to.match(/^"bridge show a": the connection (was closed|broke)/);
  });

  const OTHERS: ReadonlyArray<readonly [string, string]> = [
    ['a mail server', '220 mail.example ESMTP\r\n'],
    ['a console', 'VPCS> '],
    ['a web server', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
  ];
  for (const [title, text] of OTHERS) {
    it(`is not deceived by ${title}`, async () => {
      const { reading } = await readScripted({ 'hypervisor version': text });
      expect(reading).to.not.have.property('version');
      expect(reading.unasked?.why).to.match(/is not the reply of a hypervisor$/);
    });
  }

  it('gives up a list without end', async () => {
    const { reading } = await readScripted({ ...UBRIDGE, 'bridge list': '101 a (NIOs = 2)\r\n'.repeat(70_000) });
    expect(reading.bridges).to.deep.equal([]);
    expect(reading.unasked?.why).to.equal('"bridge list": the reply has no end');
  });

  it('is ended by a signal', async () => {
    const { reading } = await readScripted(UBRIDGE);
    expect(reading).to.not.have.property('unasked');
    const address = { pid: 7, host: 'lab', port: 1, addresses: ['127.0.0.1'] };
    const ended = await readUBridge(address, { timeoutMs: AMPLE_MS, signal: AbortSignal.abort() });
    expect(ended.unasked?.why).to.equal('it is not reached (interrupted)');
  });
});
