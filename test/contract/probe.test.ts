import { join } from 'node:path';
import { expect } from 'chai';
import type { LineClient } from '../support/line-client.ts';
import { freePorts, freeTcpPort } from '../support/real-sockets.ts';
import { niostat } from '../support/run-in-process.ts';
import { SUBJECTS, withClient } from '../support/subjects.ts';
import { squeezedLines } from '../support/text.ts';

async function fill(client: LineClient, consolePort: number): Promise<void> {
  const [local, remote] = await freePorts(2);
  await client.must(
    `nio create_udp n0 ${local} 127.0.0.1 ${remote}`,
    'ethsw create SW1',
    'vm create R1 1 c7200',
    `vm set_con_tcp_port R1 ${consolePort}`,
  );
}

describe('niostat probe', () => {
  for (const subject of SUBJECTS) {
    it(`prints the same tables of ${subject.name} as of every other`, () =>
      withClient(subject, async (client, { port }) => {
        const consolePort = await freeTcpPort();
        await fill(client, consolePort);
        const target = `127.0.0.1:${port}`;
        const { code, stdout, stderr } = await niostat(['probe', target]);
        expect([code, stderr]).to.deep.equal([0, '']);
        const [sum, titles, row, inUse, ...tables] = squeezedLines(stdout);
        expect(sum).to.equal('✓ 1 hypervisor: 1 open; no findings');
        expect(titles).to.equal('Hypervisor State Version NIOs Bridges Switches VMs Reason Latency');
        expect(row?.replace(/ \S+ 1 0 1 1 syn-ack [\d.]+ ms$/, ' VERSION 1 0 1 1 LATENCY')).to.equal(
          `${target} open VERSION 1 0 1 1 LATENCY`,
        );
        expect(row).to.include(` ${subject.version}`);
        expect(inUse).to.equal(
          subject.generation === 'from-0.2.18'
            ? 'These versions share a UDP port that is in use, without an error.'
            : 'These versions refuse a NIO whose UDP port is in use (206).',
        );
        expect(tables).to.deep.equal([
          'Device Hypervisor Status Console AUX Platform',
          `R1 ${target} inactive ${consolePort} refused - c7200`,
          'NIO Hypervisor Packets In Packets Out Bytes In Bytes Out',
          `n0 ${target} 0 0 0 0`,
          'Device Hypervisor Kind',
          `SW1 ${target} switch`,
        ]);
      }));

    it(`shows the ports of ${subject.name} with --save-config, and refuses to write over the file`, () =>
      withClient(subject, async (client, { port, workingDirectory }) => {
        await fill(client, await freeTcpPort());
        const args = ['probe', `127.0.0.1:${port}`, '--save-config', join(workingDirectory, 'saved.cfg')];
        const first = await niostat(args);
        expect(first.code).to.equal(0);
        expect(squeezedLines(first.stdout)).to.include(
          'NIO Hypervisor Local Port Foreign Address Bound To Packets In Packets Out Bytes In Bytes Out',
        );
        const second = await niostat(args);
        expect(second.code).to.equal(1);
        expect(second.stdout).to.include('not-saved').and.to.not.include('Local Port');
      }));
  }
});
