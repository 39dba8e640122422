/** netstat's letters together, on the sockets of this machine. Needs Linux. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect } from 'chai';
import type { LinksResult } from '../../src/features/links/result.ts';
import { niostat } from '../support/run-in-process.ts';

const TITLES = 'Proto Recv-Q Send-Q Local Address Foreign Address State PID/Program name';

describe('niostat links with the letters of netstat', () => {
  it('-tulpn, -anput: the table of netstat with its columns, and a UDP socket without a peer in it', async () => {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    try {
      for (const letters of ['-tulpn', '-anput', '-ulnp']) {
        const { stdout } = await niostat(['links', letters]);
        const lines = stdout.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
        expect(lines, letters).to.include(TITLES);
        const row = lines.find((line) => line.includes(`127.0.0.1:${port} 0.0.0.0:*`));
        expect(row, letters).to.match(new RegExp(`^udp 0 0 127\\.0\\.0\\.1:${port} 0\\.0\\.0\\.0:\\* ${process.pid}/`));
      }
      const { stdout } = await niostat(['links', '-tln']);
      expect(stdout).to.not.include(`:${port} `).and.not.match(/^udp/m);
    } finally {
      socket.close();
    }
  });

  it('adds to the JSON the sockets that were asked for, and leaves the links as they are', async () => {
    const json = async (...args: string[]): Promise<LinksResult> =>
      JSON.parse((await niostat(['links', 'scenarios/full-mesh-3-routers.yaml', '--json', ...args])).stdout);
    const [plain, listening] = [await json(), await json('-tl')];
    expect(plain).to.not.have.property('sockets');
    expect(listening.links.map(({ name, state }) => `${name} ${state}`)).to.deep.equal(
      plain.links.map(({ name, state }) => `${name} ${state}`),
    );
    expect(new Set(listening.sockets?.map(({ protocol, state }) => `${protocol} ${state}`))).to.not.include(
      'udp UNCONN',
    );
  });
});
