import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { probe } from '../../src/features/probe/probe.ts';
import { DatagramPeer } from '../support/datagram-peer.ts';
import type { LineClient } from '../support/line-client.ts';
import { modelOf } from '../support/model.ts';
import { netLab } from '../support/read.ts';
import { freePorts, freeTcpPort } from '../support/real-sockets.ts';
import { HAS_DYNAMIPS, SUBJECTS, withClient } from '../support/subjects.ts';
import { writeTinyIos } from '../support/tiny-ios.ts';

/** Everything that a hypervisor tells of what it has. */
const QUESTIONS = [
  'nio list',
  'nio get_stats n0',
  'nio get_stats n1',
  'nio get_stats n2',
  'nio_bridge list',
  'ethsw list',
  'ethsw show_mac_addr_table SW1',
  'vm list',
  'vm list_con_ports',
  'vm get_status R1',
  'vm get_status R2',
  'vm slot_bindings R1',
  'vm slot_nio_bindings R1 1',
];

/** Logs of Dynamips, which note that somebody has connected: they may grow, and keep what they had. */
const LOG = /^(dynamips_log|.*_log)\.txt$/;

async function answers(client: LineClient): Promise<Record<string, readonly string[]>> {
  const found: Record<string, readonly string[]> = {};
  for (const question of QUESTIONS) found[question] = await client.ask(question);
  return found;
}

/** Name → size and hash of every file but the logs, and the logs in full. */
async function filesIn(directory: string): Promise<{ files: Record<string, string>; logs: Map<string, string> }> {
  const files: Record<string, string> = {};
  const logs = new Map<string, string>();
  const entries = await readdir(directory, { withFileTypes: true });
  for (const { name } of entries.filter((entry) => entry.isFile())) {
    const content = await readFile(join(directory, name));
    if (LOG.test(name)) logs.set(name, content.toString('latin1'));
    else files[name] = `${content.length} bytes, ${createHash('sha256').update(content).digest('hex')}`;
  }
  return { files, logs };
}

/**
 * Sends a frame from one peer to a NIO of the hub and takes it from the other, so that there are counters to
 * be kept.
 */
async function passFrame(ports: { from: number; to: number; out: number; nio: number }): Promise<void> {
  const sender = await DatagramPeer.open({ ownPort: ports.from, nioPort: ports.to });
  const receiver = await DatagramPeer.open({ ownPort: ports.out, nioPort: ports.nio });
  try {
    await sender.send(Buffer.alloc(60, 1));
    await receiver.next();
  } finally {
    await sender.close();
    await receiver.close();
  }
}

describe('probe leaves no trace', () => {
  for (const subject of SUBJECTS) {
    for (const { title, isRunning } of [
      { title: 'with routers that stand', isRunning: false },
      { title: 'with a router that runs', isRunning: true },
    ]) {
      it(`on ${subject.name}, ${title}`, () =>
        withClient(subject, async (client, { port, workingDirectory }) => {
          const [a, b, c, d, e, f] = (await freePorts(6)) as [number, number, number, number, number, number];
          await client.must(
            `nio create_udp n0 ${a} 127.0.0.1 ${b}`,
            `nio create_udp n1 ${c} 127.0.0.1 ${d}`,
            `nio create_udp n2 ${e} 127.0.0.1 ${f}`,
            'nio create_null "a name with blanks"',
            'nio_bridge create hub',
            'nio_bridge add_nio hub n1',
            'nio_bridge add_nio hub n2',
            'ethsw create SW1',
            'vm create R1 1 c7200',
            `vm set_con_tcp_port R1 ${await freeTcpPort()}`,
            `vm set_aux_tcp_port R1 ${await freeTcpPort()}`,
            'vm slot_add_binding R1 1 0 PA-4E',
            'vm slot_add_nio_binding R1 1 0 n0',
            'vm create R2 2 c3600',
          );
          if (isRunning && subject.isReal) {
            await client.must(
              `vm set_ios R1 ${await writeTinyIos(workingDirectory)}`,
              'vm set_ram R1 16',
              'vm set_ram_mmap R1 0',
              'vm set_blk_direct_jump R1 0',
            );
          }
          if (isRunning) await client.must('vm start R1');
          await passFrame({ from: d, to: c, out: f, nio: e });
          const before = { answers: await answers(client), ...(await filesIn(workingDirectory)) };

          const lab = netLab(`[127.0.0.1:${port}]\n[[ROUTER R1]]\nf0/0 = R3 f0/0\n[[ROUTER R3]]\n`, 'lab.net');
          const { hypervisors } = await probe(modelOf(lab), { timeoutMs: 10_000, concurrency: 64 });
          expect(before.answers['nio get_stats n1']).to.deep.equal(['100-1 0 60 0']);
          // It has looked at everything.
          expect(hypervisors[0]?.nios).to.have.length(4);
          expect(hypervisors[0]?.bridges).to.deep.equal(['hub']);
          expect(hypervisors[0]?.switches).to.deep.equal(['SW1']);
          expect(hypervisors[0]?.vms).to.have.length(2);

          const after = { answers: await answers(client), ...(await filesIn(workingDirectory)) };
          expect(after.answers).to.deep.equal(before.answers);
          expect(after.files).to.deep.equal(before.files);
          expect([...after.logs.keys()]).to.deep.equal([...before.logs.keys()]);
          for (const [name, text] of before.logs) expect(after.logs.get(name)?.startsWith(text), name).to.equal(true);
        }));
    }
  }

  if (!HAS_DYNAMIPS && process.env['NIOSTAT_REQUIRE_DYNAMIPS'] === '1') {
    it('on the real Dynamips', () => {
      expect.fail('NIOSTAT_REQUIRE_DYNAMIPS=1 asks for the real Dynamips, but there is no dynamips on the PATH');
    });
  }
});
