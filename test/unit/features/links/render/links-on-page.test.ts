import { expect } from 'chai';
import { expectedLinks } from '../../../../../src/core/allocation/expected-links.ts';
import type { LinkEnd, LinkState, ObservedLink } from '../../../../../src/features/links/link-table.ts';
import { linksOnPage } from '../../../../../src/features/links/render/links-on-page.ts';
import type { LinksResult } from '../../../../../src/features/links/result.ts';
import type { LinksOnPage, SeenEnd } from '../../../../../src/output/page/links-on-page.ts';
import { modelOf } from '../../../../support/model.ts';
import { scenarioLab } from '../../../../support/read.ts';

/** R1 has 10000 of the first hypervisor, R2 10100 of the second, on another host. */
const LAB = scenarioLab(`
name: lab
hypervisors: [{ address: "near:7200", baseUdp: 10000 }, { address: "far:7200", baseUdp: 10100 }]
devices: [{ name: R1, hypervisor: "near:7200" }, { name: R2, hypervisor: "far:7200" }]
links: [R1 f0/0 -- R2 f0/0]
`);

const AT = '2026-03-02T08:40:00+01:00';

const R1: LinkEnd = {
  ...{ host: 'localhost', hostInLab: 'near', present: true, pid: 7, process: 'dynamips' },
  ...{ localAddress: '10.0.0.1', localPort: 10_000, remoteAddress: '10.0.0.2', remotePort: 10_100 },
  ...{ hypervisor: 'near:7200', device: 'R1', interface: 'f0/0' },
};
const R2: LinkEnd = {
  ...{ host: 'far', present: false, localAddress: '', localPort: 10_100, remoteAddress: '10.0.0.1' },
  ...{ remotePort: 10_000, hypervisor: 'far:7200', device: 'R2', interface: 'f0/0' },
};
const STRANGER: LinkEnd = {
  ...{ host: 'far', present: true, pid: 812, process: 'webmin', localAddress: '0.0.0.0', localPort: 10_100 },
  ...{ remoteAddress: '0.0.0.0', remotePort: 0 },
};

function row(state: LinkState, more: Partial<ObservedLink> = {}): ObservedLink {
  return {
    ...{ name: 'R1 f0/0 -- R2 f0/0', lab: 'lab', state, a: R1, b: R2, also: [], evidence: [], explanation: '' },
    ...more,
  };
}

const READ = ['localhost', 'far'].map((host) => ({ host, source: 'ss', limits: [] }));

function shown(links: readonly ObservedLink[], more: Partial<LinksResult> = {}): LinksOnPage {
  const result = { schemaVersion: 1, outcome: 'findings', labs: ['lab'], hosts: READ, links, filteredOut: 0 } as const;
  return linksOnPage({ ...result, ...more }, expectedLinks(modelOf(LAB).allocations), AT);
}

function endsOf({ links: [link] }: LinksOnPage): readonly SeenEnd[] {
  return link?.ends ?? [];
}

describe('a look at links on a page', () => {
  it('has both ends of a link as the lab says them and as they were seen', () => {
    expect(endsOf(shown([row('HALF-OPEN')]))).to.deep.equal([
      {
        name: 'R1 f0/0',
        host: 'near (this host)',
        at: 'near:7200',
        fate: 'lost',
        expected: { port: 10_000, peer: 'far:10100' },
        seen: 'there',
        socket: { local: '10.0.0.1:10000', peer: '10.0.0.2:10100', owner: 'dynamips (pid 7)' },
      },
      {
        name: 'R2 f0/0',
        host: 'far',
        at: 'far:7200',
        fate: 'no socket',
        expected: { port: 10_100, peer: 'near:10000' },
        seen: 'none',
      },
    ]);
  });

  it('finds what the lab says of an end whichever way round the link was seen', () => {
    const [first, second] = endsOf(shown([row('HALF-OPEN', { a: R2, b: R1 })]));
    expect([first?.expected?.port, second?.expected?.port]).to.deep.equal([10_100, 10_000]);
  });

  it('shows who has the port of an end that is not there', () => {
    const [, end] = endsOf(shown([row('FOREIGN', { holder: STRANGER })]));
    expect(end).to.deep.include({
      seen: 'other',
      socket: { local: '0.0.0.0:10100', peer: '*', owner: 'webmin (pid 812)' },
    });
  });

  it('tells a socket of the end itself, connected elsewhere, from one of another program', () => {
    const astray = { ...R2, present: true, localAddress: '10.0.0.2', remotePort: 10_001 };
    const [, end] = endsOf(shown([row('CROSSED', { holder: astray })]));
    expect(end).to.deep.include({ seen: 'elsewhere', fate: 'lost' });
    expect(end?.socket).to.include({ local: '10.0.0.2:10100', peer: '10.0.0.1:10001' });
  });

  it('never says that an end is not there where nobody looked', () => {
    const near = READ.slice(0, 1);
    for (const hosts of [near, [...near, { host: 'far', limits: ['no route'] }], READ.map(cut)]) {
      const page = shown([row('UNKNOWN', { notRead: 'far' })], { hosts, outcome: 'unknown' });
      expect(endsOf(page).map(({ seen }) => seen)).to.deep.equal(['there', 'not known']);
    }
    const forwarded = shown([row('UNKNOWN', { forwarder: 'ssh (pid 3)' })]);
    expect(endsOf(forwarded).map(({ seen }) => seen)).to.deep.equal(['there', 'not known']);
  });

  it('says of each host whether it was read, by the name that the lab has for it', () => {
    const hosts = [...READ.slice(0, 1), { host: 'far', limits: ['no route'] }];
    expect(shown([row('UNKNOWN', { notRead: 'far' })], { hosts }).hosts).to.deep.equal([
      { name: 'near (this host)', isRead: true, limits: [] },
      { name: 'far', isRead: false, limits: ['no route'] },
    ]);
  });

  it('tells each cause once, with what to do', () => {
    const broken = row('HALF-OPEN', { explanation: 'Why it is so.', remedy: 'load the lab', evidence: ['a fact'] });
    expect(shown([broken, row('ESTABLISHED')]).stories).to.deep.equal([
      {
        states: ['HALF-OPEN'],
        fates: ['lost', 'no socket'],
        names: ['R1 f0/0 -- R2 f0/0'],
        more: 0,
        sentence: 'R1 f0/0 -- R2 f0/0: no socket on 10100.',
        explanations: ['Why it is so.'],
        facts: ['a fact'],
        remedy: 'load the lab',
        commands: [],
      },
    ]);
  });

  it('has no expected port where no lab was named', () => {
    const { name: _, lab: __, ...bare } = row('HALF-OPEN');
    const page = linksOnPage(
      { schemaVersion: 1, outcome: 'findings', labs: [], hosts: READ, links: [bare], filteredOut: 0 },
      [],
      AT,
    );
    expect(endsOf(page).map(({ expected }) => expected)).to.deep.equal([undefined, undefined]);
    expect(page.headline).to.equal('1 link, HALF-OPEN');
  });

  it('says when it was looked', () => {
    expect(shown([]).at).to.equal('2026-03-02T08:40:00+01:00');
  });

  it('shows nothing of a name that would change the order of what stands beside it', () => {
    const page = shown([row('ESTABLISHED', { a: { ...R1, process: 'x\u202ey', device: 'R\u202e' } })]);
    expect(JSON.stringify(page)).to.not.include('\u202e');
  });
});

function cut(host: LinksResult['hosts'][number]): LinksResult['hosts'][number] {
  return { ...host, isCut: true };
}
