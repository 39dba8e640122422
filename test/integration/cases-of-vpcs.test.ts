/** The real VPCS beside the real Dynamips, on a host of its own. Needs root and a build. */
import { expect } from 'chai';
import type { LinksResult } from '../../src/features/links/result.ts';
import type { PreflightResult } from '../../src/features/preflight/result.ts';
import { detailsOf, statesOf } from '../support/case-results.ts';
import { caseFile, describeStaged } from '../support/staged-host.ts';

describeStaged('real Dynamips beside the real VPCS', ['dynamips', 'vpcs'], (host) => {
  beforeEach(async () => {
    await host.dynamips('127.0.0.1:7200');
    await host.launch('vpcs', ['-i', '1', '-F', '-p', '3333'], { port: 3333 });
  });

  it('that sends to 30000 where the NIO has 30005: 0 frames come back', async () => {
    const file = caseFile('d1-vpcs-wrong-port.yaml');
    await host.tell('127.0.0.1:7200', 'nio create_udp n0 30005 127.0.0.1 20000');
    for (const args of [['links', file], ['links']]) {
      const observed = await host.json<LinksResult>(...args);
      expect(statesOf(observed)).to.deep.equal(['CROSSED']);
      expect(observed.links[0]?.remedy).to.include('-c 30005').and.include('30000');
    }
    // No NIO of the lab points back, so that there is nothing to rehearse.
    expect((await host.json<PreflightResult>('preflight', file)).next).to.include('niostat links');
  });

  it('that has 20009 as well', async () => {
    const file = caseFile('d1-base-20009.yaml');
    expect(detailsOf(await host.json('preflight', file))).to.include('ports: error port-taken');
    const replies = await host.tell(
      '127.0.0.1:7200',
      'nio create_udp n1 20009 127.0.0.1 20010',
      'nio create_udp n2 20010 127.0.0.1 20009',
    );
    expect(replies).to.deep.equal(['206', '100']);
    const observed = await host.json<LinksResult>('links', file);
    expect(statesOf(observed)).to.deep.equal(['HALF-OPEN']);
    expect(observed.links[0]?.remedy).to.match(/^stop vpcs \(pid \d+\)/);
    // The relay is no PC: what it does with frames nobody has seen.
    expect(statesOf(await host.json('links'))).to.deep.equal(['UNKNOWN']);
  });

  it('with one PC wired: one row, and all is well', async () => {
    const lab = await host.file(
      'pc.yaml',
      "name: pc\nhypervisors: [{ address: '127.0.0.1:7200' }]\ndevices: [{ name: R1 }]\nlinks: ['R1 f0/0 -- NIO_udp:30000:127.0.0.1:20000']\n",
    );
    await host.tell('127.0.0.1:7200', 'nio create_udp n0 30000 127.0.0.1 20000');
    for (const args of [['links', lab], ['links']]) {
      expect(statesOf(await host.json(...args))).to.deep.equal(['ESTABLISHED']);
    }
  });
});
