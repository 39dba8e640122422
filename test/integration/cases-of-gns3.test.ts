/**
 * GNS3 projects on a host of its own, with sockets as a server and its emulators have them. What `preflight`
 * says of ports that others have: preflight-of-gns3.test.ts. Needs root and a build.
 */
import { expect } from 'chai';
import type { CheckResult } from '../../src/features/check/check.ts';
import type { LinksResult } from '../../src/features/links/result.ts';
import type { PreflightResult } from '../../src/features/preflight/result.ts';
import type { SimulateResult } from '../../src/features/simulate/simulate.ts';
import { detailsOf, statesOf, wordsOf } from '../support/case-results.ts';
import { orphanArguments } from '../support/port-holder.ts';
import { caseFile, describeStaged } from '../support/staged-host.ts';

/** Opens connected UDP sockets `local>remote` under a name, and then listens on a TCP port. */
const EMULATOR = `
  const [name, address, port, ...pairs] = process.argv.slice(1);
  process.title = name;
  const open = (pair) => new Promise((resolve) => {
    const [local, remote] = pair.split('>').map(Number);
    const socket = require('node:dgram').createSocket({ type: 'udp4', reuseAddr: true });
    socket.on('error', () => {});
    socket.bind(local, address, () => socket.connect(remote, address, resolve));
  });
  Promise.all(pairs.map(open)).then(() => require('node:net').createServer().listen(Number(port), address));
`;

/** Devices with their console, as `R4 5002`. */
function consolesOf({ consoles }: SimulateResult): string[] {
  return consoles.flatMap(({ device, type, port }) => (type === 'console' ? [`${device} ${port}`] : []));
}

describeStaged('GNS3 projects', [], (host) => {
  it('an orphan uBridge with 20000 and 20001: the link is not the orphan, whose ports are given out again', async () => {
    const file = caseFile('two-routers.gns3');
    for (const port of [20_000, 20_001]) {
      const words = orphanArguments('ubridge', { protocol: 'udp', port, isShared: true });
      expect((await host.near.run(process.execPath, words)).code).to.equal(0);
    }
    const observed = await host.json<LinksResult>('links', file);
    expect(statesOf(observed)).to.deep.equal(['FOREIGN', 'MISSING', 'MISSING']);
    expect(observed.links[0]?.remedy).to.match(
      /^if it is not in use, end it before the project is opened: `kill \d+`$/,
    );
  });

  it('a server that is bound to 10.9.0.5 uses it inside itself: a healthy pair', async () => {
    host.addAddress('10.9.0.5/24');
    const files = [
      caseFile('server-bound-to-one-address.gns3'),
      '--server-conf',
      caseFile('server-bound-to-one-address.conf'),
    ];
    for (const [name, port, ...pairs] of [
      ['qemu-system-x86', '3081', '20000>20001'],
      ['ubridge', '3082', '20001>20000'],
      ['gns3server', '3080'],
    ] as const) {
      const args = ['-e', EMULATOR, name, '10.9.0.5', port, ...pairs];
      await host.launch(process.execPath, args, { host: '10.9.0.5', port: Number(port) });
    }
    const observed = await host.json<LinksResult>('links', ...files);
    expect(statesOf(observed), wordsOf(observed)).to.deep.equal(['ESTABLISHED']);
    const { answers } = await host.json<PreflightResult>('preflight', ...files);
    expect(answers.find(({ id }) => id === 'ports')?.state).to.not.equal('skipped');
  });

  it('consoles that move: the file says 5001, and the server gives 5002', async () => {
    const file = caseFile('consoles-that-move.gns3');
    expect(consolesOf(await host.json('simulate', file))).to.deep.equal(['Q1 5000', 'R4 5002', 'PC1 5004']);
    const { findings } = await host.json<CheckResult>('check', file);
    expect(findings.map(({ id, message }) => `${id} ${message}`)).to.deep.equal([
      'NIO037 the GNS3 server gives other ports than the file says: the console of R4 gets TCP port 5002, not 5001',
    ]);
    expect(detailsOf(await host.json('preflight', file))).to.include('checks: warning NIO037');
  });

  it('consoles out of the range: R1 2001, R2 2002, VNC keeps 5901', async () => {
    const files = [caseFile('consoles-out-of-range.gns3'), '--server-conf', caseFile('consoles-out-of-range.conf')];
    expect(consolesOf(await host.json('simulate', ...files))).to.include.members(['R1 2001', 'R2 2002', 'Q1 5901']);
    expect(detailsOf(await host.json('preflight', ...files))).to.include('checks: error NIO037');
    const { answers } = await host.json<PreflightResult>('preflight', ...files);
    expect(answers.find(({ id }) => id === 'checks')?.next).to.include('--server-conf');
  });
});
