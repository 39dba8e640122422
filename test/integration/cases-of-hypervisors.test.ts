/**
 * Hypervisors that are not as the lab takes them to be, on a host of their own: stopped, without descriptors,
 * of another version, three with one base. Needs root and a build.
 */
import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import type { LinksResult } from '../../src/features/links/result.ts';
import type { PreflightResult } from '../../src/features/preflight/result.ts';
import type { RehearseResult } from '../../src/features/rehearse/result.ts';
import { detailsOf, statesOf, verdictsOf, wordsOf } from '../support/case-results.ts';
import { caseFile, describeStaged, type StagedHost } from '../support/staged-host.ts';

/** Connects as often as it is told and hangs up without \`hypervisor close\`: each leaves a descriptor. */
const WASTE = `
  const [port, count] = process.argv.slice(1).map(Number);
  const visit = (left) => {
    if (left === 0) return;
    const socket = require('node:net').connect({ host: '127.0.0.1', port });
    socket.on('error', () => {});
    socket.once('connect', () => socket.write('hypervisor version\\n'));
    socket.once('data', () => socket.destroy());
    socket.once('close', () => visit(left - 1));
  };
  visit(count);
`;

const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).filter((fd) => Number(fd) < LIMIT).length;

const LIMIT = 64;

/** Starts a hypervisor that has a NIO and no descriptor left. */
async function exhausted(host: StagedHost): Promise<number> {
  const pid = await host.dynamips('127.0.0.1:7200', { limit: LIMIT });
  await host.tell('127.0.0.1:7200', 'nio create_udp n0 10000 127.0.0.1 10001');
  while (openFiles(pid) < LIMIT) {
    const missing = String(LIMIT - openFiles(pid));
    await host.near.run(process.execPath, ['-e', WASTE, '7200', missing]);
  }
  return pid;
}

describeStaged('real Dynamips that cannot do its work', ['dynamips'], (host) => {
  it('stopped by a signal: every command says so, and how it goes on', async () => {
    const file = caseFile('g1b-churn-two-links.yaml');
    const pid = await host.dynamips('127.0.0.1:7200');
    await host.dynamips('127.0.0.1:7201');
    for (const [place, own, peer] of [
      ['127.0.0.1:7200', 10_000, 10_100],
      ['127.0.0.1:7201', 10_100, 10_000],
    ] as const) {
      const commands = [0, 1, 2].map((n) => `nio create_udp n${n} ${own + n} 127.0.0.1 ${peer + n}`);
      expect(await host.tell(place, ...commands)).to.deep.equal(['100', '100', '100']);
    }
    process.kill(pid, 'SIGSTOP');
    const goOn = `kill -CONT ${pid}`;
    for (const args of [['links', file], ['links', file, '--counters'], ['links']]) {
      const observed = await host.json<LinksResult>(...args);
      expect(statesOf(observed), args.join(' ')).to.deep.equal(['STALLED', 'STALLED', 'STALLED']);
      expect(wordsOf(observed)).to.include(goOn);
    }
    const preflight = await host.json<PreflightResult>('preflight', file);
    expect(detailsOf(preflight)).to.include('hypervisors: error halted');
    expect(preflight.next).to.equal(goOn);
    expect((await host.niostat('probe', file)).stdout).to.include(goOn);
    expect((await host.niostat('rehearse', file)).stderr).to.include(goOn);
  });

  it('out of descriptors: no command blames a port or a firewall', async () => {
    const pid = await exhausted(host);
    const lab = await host.file(
      'one.yaml',
      "name: one\nhypervisors: [{ address: '127.0.0.1:7200', baseUdp: 10000 }]\ndevices: [{ name: R1 }, { name: R2 }]\nlinks: [R1 f0/0 -- R2 f0/0]\n",
    );
    const observed = await host.json<LinksResult>('links', lab);
    expect(statesOf(observed)).to.deep.equal(['HALF-OPEN']);
    expect(observed.links[0]?.explanation).to.include('64 of 64 descriptors open');
    const preflight = await host.json<PreflightResult>('preflight', lab);
    expect(detailsOf(preflight)).to.include('hypervisors: error out-of-descriptors');
    const words = JSON.stringify(preflight.answers);
    expect(words).to.include(`kill ${pid}`).and.not.include('firewall');
    const { stdout } = await host.niostat('probe', lab);
    expect(stdout)
      .to.match(/has\s+opened\s+all\s+64\s+descriptors/)
      .and.not.include('firewall');
    expect((await host.niostat('rehearse', lab)).stderr).to.match(/has\s+all\s+64\s+file\s+descriptors/);
  });
});

describeStaged('real Dynamips of another version than the lab says', ['dynamips'], (host) => {
  it('0.2.14 refuses what 0.2.24 would share: written ports are to blame, and no base', async () => {
    const file = caseFile('h1-says-new-runs-old.yaml');
    await host.dynamips('127.0.0.1:7200');
    await host.dynamips('127.0.0.1:7201');
    const preflight = await host.json<PreflightResult>('preflight', file);
    expect(detailsOf(preflight)).to.include('hypervisors: warning other-version');
    expect(preflight.next).to.equal(`niostat check --resolve ${file}`);
    const rehearsed = await host.json<RehearseResult>('rehearse', file);
    expect(verdictsOf(rehearsed)).to.deep.equal(['delivered', 'delivered', 'not-created', 'lost']);
    expect(wordsOf(rehearsed)).to.include('local port at R2 f0/0').and.not.include('base');
    await host.tell(
      '127.0.0.1:7200',
      'nio create_udp n0 12000 127.0.0.1 13001',
      'nio create_udp n1 13001 127.0.0.1 12000',
    );
    const replies = await host.tell(
      '127.0.0.1:7201',
      'nio create_udp n0 12000 127.0.0.1 13002',
      'nio create_udp n1 13002 127.0.0.1 12000',
    );
    expect(replies).to.deep.equal(['206', '100']);
    const observed = await host.json<LinksResult>('links', file);
    expect(statesOf(observed)).to.have.members(['CROSSED', 'MISSING', 'ESTABLISHED', 'ESTABLISHED']);
    expect(wordsOf(observed)).to.not.match(/base|ranges/);
  });
});

describeStaged('three hypervisors with one base that share their ports', [], (host) => {
  it('the twin of R1 f0/1 is R3 f0/1, and not R2 f0/0', async () => {
    const file = caseFile('a13-three-same-base.yaml');
    for (const port of [7200, 7201, 7202]) {
      const directory = `${await host.file(`d${port}`, '')}.d`;
      const listen = ['--listen', `127.0.0.1:${port}`, '--dynamips', '0.2.24', '--working-dir', directory];
      await host.launch(process.execPath, ['bin/run.js', 'hypervisor', ...listen], { port });
    }
    const rehearsed = await host.json<RehearseResult>('rehearse', file);
    expect(verdictsOf(rehearsed).filter((verdict) => verdict !== 'delivered')).to.deep.equal(['looped', 'looped']);
    const third = rehearsed.links[2]?.directions.find(({ verdict }) => verdict === 'looped');
    expect(third?.explanation).to.include('R3 f0/1').and.not.include('R2 f0/0');
    for (const [place, ...nios] of [
      ['127.0.0.1:7200', '10000 127.0.0.1 10000', '10001 127.0.0.1 10001'],
      ['127.0.0.1:7201', '10000 127.0.0.1 10000', '10001 127.0.0.1 10000'],
      ['127.0.0.1:7202', '10000 127.0.0.1 10001', '10001 127.0.0.1 10001'],
    ] as const) {
      await host.tell(place, ...nios.map((nio, index) => `nio create_udp n${index} ${nio}`));
    }
    expect(statesOf(await host.json('links', file))).to.have.members(['SHARED', 'SHARED', 'ESTABLISHED']);
  });
});
