import { expect } from 'chai';
import { Machines } from '../../../../src/core/address/host.ts';
import { routeTo } from '../../../../src/core/address/socket-pair.ts';
import type { Assumptions } from '../../../../src/core/model/assumptions.ts';
import type { ResultContext } from '../../../../src/features/rehearse/context.ts';
import { endName, peerOf, type RehearsalEnd } from '../../../../src/features/rehearse/ends.ts';
import { explainDirection } from '../../../../src/features/rehearse/explanations.ts';
import { linksToRehearse } from '../../../../src/features/rehearse/links-to-rehearse.ts';
import type { TriedEnd } from '../../../../src/features/rehearse/tried.ts';
import type { Judgement } from '../../../../src/features/rehearse/verdicts.ts';
import { caseLab } from '../../../support/cases.ts';
import { modelOf } from '../../../support/model.ts';

const REFUSED = '206-unable to create UDP NIO';

/** The ends of a lab by their names, and what is known when nothing special was seen. */
function ofCase(name: string, { addresses, sources }: Pick<Assumptions, 'addresses' | 'sources'> = {}) {
  const { ends, hypervisors } = linksToRehearse(modelOf(caseLab(name), { addresses, sources }));
  const end = (device: string): RehearsalEnd => ends.find((one) => endName(one) === device) as RehearsalEnd;
  const context: ResultContext = {
    files: 'lab.net',
    ends,
    tried: new Map<RehearsalEnd, TriedEnd>(),
    versions: new Map(),
    holdersOf: () => [],
    routeOf: ({ hypervisor: { host }, remoteHost }) => routeTo({ host, remoteHost }, new Machines(addresses), sources),
    isHere: () => true,
  };
  return { end, context, hypervisors };
}

function explained(verdict: Judgement['verdict'], end: RehearsalEnd, context: ResultContext): string | undefined {
  const judgement: Judgement = { verdict, sent: 3, received: 0, evidence: 'frames', strays: new Map() };
  return explainDirection(judgement, end, peerOf(end), context)?.explanation;
}

describe('explainDirection', () => {
  it('names the NIO that takes the frames of three hypervisors with one base: the one with the same peer', () => {
    // Seen on Dynamips 0.2.24: the twin of R1 f0/1 is R3 f0/1, and not R2 f0/1, which has another peer.
    const { end, context } = ofCase('a13-three-same-base.yaml');
    expect(explained('looped', end('R1 f0/1'), context)).to.include('and that of R3 f0/1.');
    expect(explained('looped', end('R2 f0/0'), context)).to.include('and that of R1 f0/0.');
  });

  it('does not blame bases for written ports, and says that an older Dynamips runs than the lab expects', () => {
    // Seen: the lab says 0.2.24, which shares port 12000 among different peers; 0.2.14 answers 206.
    const { end, context, hypervisors } = ofCase('h1-says-new-runs-old.yaml');
    const tried = new Map([[end('R2 f0/0'), { refusal: REFUSED }]]);
    const versions = new Map(hypervisors.map((one) => [one, '0.2.14-amd64']));
    const text = explained('not-created', end('R2 f0/0'), { ...context, tried, versions });
    expect(text).to.include('UDP port 12000 to R1 f0/0 too');
    expect(text).to.include('Dynamips 0.2.24, which the lab expects, would share it, but 0.2.14-amd64 runs');
    expect(text).to.include('Write another local port at R2 f0/0');
    expect(text).to.not.include('base');
  });

  it('names the two families where localhost is ::1 first, and no firewall', () => {
    // Seen: [::1]:10100 beside 127.0.0.1:10000, 0 of 2 frames arrive.
    const { end, context } = ofCase('c1-localhost-and-127.net', {
      addresses: new Map([['localhost', ['::1', '127.0.0.1']]]),
    });
    for (const name of ['R1 f0/0', 'R2 f0/0']) {
      const text = explained('lost', end(name), context);
      expect(text).to.include('an IPv4 and an IPv6 socket never meet').and.not.include('firewall');
    }
  });

  it('names the address from which the kernel sends on a host with several, and no firewall', () => {
    // Seen: the kernel sends from 10.92.0.1, the first address of the interface; dead both ways.
    const { end, context } = ofCase('e2-secondary-address.yaml', {
      addresses: new Map([['10.92.0.11', ['10.92.0.11', '127.0.0.1']]]),
      sources: new Map([['10.92.0.2', '10.92.0.1']]),
    });
    const there = explained('lost', end('R1 f0/0'), context);
    expect(there).to.include('R1 f0/0 sends from 10.92.0.1').and.include('from 10.92.0.11 only');
    expect(there).to.include('Write 10.92.0.1 instead of 10.92.0.11').and.not.include('firewall');
    expect(explained('lost', end('R2 f0/0'), context)).to.include('the NIO of R1 f0/0 has the address 10.92.0.1');
  });

  it('sends nobody to another port for what a rule of this host does to its own loopback', () => {
    const { end, context } = ofCase('d1-base-20009.yaml');
    const tried = new Map([[end('R1 f0/0'), { injector: { port: 24_000, isReached: false, hasReturned: false } }]]);
    const here = explained('not-tried', end('R1 f0/0'), { ...context, tried });
    expect(here).to.include('firewall or NAT').and.include('nft list ruleset').and.not.include('--injector-port');
    const away = explained('not-tried', end('R1 f0/0'), { ...context, tried, isHere: () => false });
    expect(away).to.include('--injector-port');
    expect(explained('lost', end('R1 f0/0'), context)).to.include('nft list ruleset');
  });
});
