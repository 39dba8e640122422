import type { ChildProcess } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import type { NetworkNamespace } from './network-namespace.ts';

const ADDRESS = '127.0.0.66';

/** Where nobody listens: the kernel refuses what is sent there. */
const NOBODY = '127.0.0.67';

/**
 * Answers for `alive…` with the address 198.18.0.2 and no IPv6 address, for `gone…` that there is
 * no such name, and never for anything else. Says on standard error what it is asked.
 */
const SERVER = `
  const socket = require('node:dgram').createSocket('udp4');
  socket.on('message', (query, from) => {
    const name = query.subarray(13, 13 + query[12]).toString();
    const end = query.indexOf(0, 12) + 5;
    const isIpv4 = query.readUInt16BE(end - 4) === 1;
    console.error('asked for ' + name);
    if (!/^(alive|gone)/.test(name)) return;
    const reply = Buffer.from(query.subarray(0, end));
    reply.writeUInt16BE(name.startsWith('gone') ? 0x8183 : 0x8180, 2);
    reply.writeUInt16BE(name.startsWith('alive') && isIpv4 ? 1 : 0, 6);
    reply.fill(0, 8, 12);
    const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 18, 0, 2]);
    socket.send(reply[7] === 1 ? Buffer.concat([reply, record]) : reply, from.port, from.address);
  });
  socket.bind(53, '${ADDRESS}', () => console.error('ready'));
`;

/** A name server in a namespace that leaves names without an answer, and the resolver that asks it. */
export class SilentNameServer {
  private readonly process: ChildProcess;
  private readonly files: string;
  private said = '';

  private constructor(process: ChildProcess, files: string) {
    this.process = process;
    this.files = files;
    process.stderr?.on('data', (chunk) => {
      this.said += chunk;
    });
  }

  /** glibc would wait a minute for each name, longer than a test lets a program run. */
  static async start(host: NetworkNamespace): Promise<SilentNameServer> {
    const files = `/etc/netns/${host.name}`;
    await mkdir(files, { recursive: true });
    await writeFile(`${files}/nsswitch.conf`, 'hosts: files dns\n');
    await writeFile(`${files}/hosts`, '127.0.0.1 localhost written\n');
    await writeFile(`${files}/resolv.conf`, resolvConf(ADDRESS));
    return new SilentNameServer(await host.start(process.execPath, ['-e', SERVER], /ready/), files);
  }

  /** From now on the resolver asks where nobody listens, or this server again. */
  async isThere(isThere: boolean): Promise<void> {
    await writeFile(`${this.files}/resolv.conf`, resolvConf(isThere ? ADDRESS : NOBODY));
  }

  /** The first labels of the names that it was asked for since the last time, each once. */
  asked(): string[] {
    const names = new Set([...this.said.matchAll(/^asked for (.+)$/gm)].map(([, name = '']) => name));
    this.said = '';
    return [...names].sort();
  }

  /** Waits until it is asked for something. */
  async nextQuestion(): Promise<void> {
    while (!this.said.includes('asked for')) {
      await new Promise((resolve) => this.process.stderr?.once('data', resolve));
    }
  }

  async remove(): Promise<void> {
    await rm(this.files, { recursive: true, force: true });
  }
}

function resolvConf(address: string): string {
  return `nameserver ${address}\noptions timeout:30 attempts:2\n`;
}
