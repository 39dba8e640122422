import { expect } from 'chai';
import type { Absence, LinkEnd, ObservedLink } from '../../../../../src/features/links/link-table.ts';
import { groupsOf } from '../../../../../src/features/links/render/group-links.ts';
import { remark } from '../../../../../src/features/links/render/remark.ts';
import { storyOf } from '../../../../../src/features/links/render/stories.ts';
import { withTunnels } from '../../../../../src/features/links/render/tunnels.ts';

/** `R1 f0/0 10000>10100`; `absent` for a socket that is not there. */
function end(text: string, more: Partial<LinkEnd> = {}): LinkEnd {
  const [, device = '', name = '', local = '', remote = ''] = /^(\S+) (\S+) (\d+)>(\d+)$/.exec(text) ?? [];
  return {
    host: 'localhost',
    localAddress: '127.0.0.1',
    localPort: Number(local),
    remoteAddress: '127.0.0.1',
    remotePort: Number(remote),
    present: true,
    device,
    interface: name,
    ...more,
  };
}

const ABSENT: Partial<LinkEnd> = { present: false, localAddress: '' };

function link(state: ObservedLink['state'], a: LinkEnd, b: LinkEnd, more: Partial<ObservedLink> = {}): ObservedLink {
  const name = `${a.device} ${a.interface} -- ${b.device} ${b.interface}`;
  return { name, lab: 'lab', state, a, b, also: [], evidence: [], explanation: 'why', remedy: 'mend it', ...more };
}

function sentences(links: readonly ObservedLink[]): string[] {
  return groupsOf(links).map((group) => storyOf(group).sentence);
}

function absence(why: Absence['why'], ...ports: readonly number[]): Absence {
  const hypervisors = ports.map((port) => ({ kind: 'dynamips' as const, host: 'here', port, name: `here:${port}` }));
  return { why, hypervisors };
}

const MISSING = [0, 1, 2].map((index) =>
  link(
    'MISSING',
    end(`R1 f${index}/0 1000${index}>1010${index}`, ABSENT),
    end(`R2 f${index}/0 1010${index}>1000${index}`, ABSENT),
  ),
);

describe('the story of broken links', () => {
  it('is one sentence for all links of hypervisors that are not started, with the commands that start them', () => {
    const links = MISSING.map((one, index) => ({
      ...one,
      absence: absence('not started', ...(index === 0 ? [7200] : [7200, 7201])),
    }));
    expect(sentences(links)).to.deep.equal([
      '2 hypervisors are not started (here:7200, here:7201): 3 links are not there',
    ]);
    const [group = []] = groupsOf(links);
    expect(storyOf(group).commands).to.deep.equal([
      'dynamips -H here:7200 -l dynamips_7200.log &',
      'dynamips -H here:7201 -l dynamips_7201.log &',
    ]);
  });

  it('says first what loading the lab would end, where a hypervisor of it does not run any more', () => {
    const links = MISSING.map((one) => ({ ...one, absence: absence('not started', 7201) }));
    const { sentence, remedy, commands } = storyOf(links, [{ hypervisor: 'here:7200', devices: ['R1', 'R2'] }]);
    expect(sentence).to.equal('here:7201 does not run: 3 links are not there');
    expect(remedy).to.equal(
      'save the configurations of R1, R2 first (loading the lab resets here:7200, which still has them); then start here:7201, then load the lab:',
    );
    expect(commands).to.deep.equal(['dynamips -H here:7201']);
  });

  it('is another one where they run and have nothing: the lab is not loaded', () => {
    const links = MISSING.map((one) => ({ ...one, absence: absence('not loaded', 7200) }));
    expect(sentences(links)).to.deep.equal([
      'the lab is not loaded at here:7200, which runs without any NIO: 3 links are not there',
    ]);
  });

  it('is one for all ports that one program has', () => {
    const holder = (port: number): LinkEnd => ({ ...end(`- - ${port}>0`), pid: 312, process: 'python3' });
    const links = MISSING.map((one, index) => ({ ...one, state: 'FOREIGN' as const, holder: holder(10_000 + index) }));
    expect(sentences(links)).to.deep.equal([
      'ports 10000, 10001, 10002 are in use by python3 (pid 312): 3 links cannot be made',
    ]);
    const other = { ...MISSING[0], state: 'FOREIGN', holder: { ...holder(10_000), pid: 9 } } as ObservedLink;
    expect(sentences([...links, other])).to.have.length(2);
  });

  it('is one for two links that were crossed, with the numbers that must be equal', () => {
    const wrong = (text: string): LinkEnd => end(text);
    const links = [
      link('CROSSED', end('R1 f0/0 10000>10100', ABSENT), end('R2 f0/0 10100>10000'), {
        holder: wrong('R1 f0/0 10000>10101'),
      }),
      link('CROSSED', end('R1 f0/1 10001>10101', ABSENT), end('R2 f0/1 10101>10001'), {
        holder: wrong('R1 f0/1 10001>10100'),
      }),
    ];
    expect(sentences(links)).to.deep.equal([
      'R1 f0/0 sends to 10101, R2 f0/0 listens on 10100; R1 f0/1 sends to 10100, R2 f0/1 listens on 10101: what they send is refused',
    ]);
    expect(links.map(remark)).to.deep.equal([
      'R1 sends to 10101, R2 listens on 10100',
      'R1 sends to 10100, R2 listens on 10101',
    ]);
    const [group = []] = groupsOf(links);
    expect(storyOf(group).remedy).to.include('10100 at R1 f0/0, 10101 at R1 f0/1');
    const apart = link('CROSSED', end('R5 f0/0 10005>10105', ABSENT), end('R6 f0/0 10105>10005'), {
      holder: wrong('R5 f0/0 10005>10199'),
    });
    expect(sentences([...links, apart])).to.have.length(2);
  });

  it('is one for a chain of links, each of which runs into the next', () => {
    const chain = (first: number, count: number): ObservedLink[] =>
      Array.from({ length: count }, (_, index) => {
        const port = first + 2 * index;
        return link('CROSSED', end(`R1 f0/0 ${port}>${port + 1}`), end(`R2 f0/0 ${port + 1}>${port}`, ABSENT), {
          holder: end(`R3 f0/0 ${port + 1}>${port + 2}`),
        });
      });
    const [one, other] = [chain(10_000, 500), chain(30_000, 3)];
    const groups = groupsOf([...one.slice(250), ...other, ...one.slice(0, 250).reverse()]);
    expect(groups.map(({ length }) => length)).to.deep.equal([500, 3]);
  });

  it('says of crossed links that the lab writes one by one which one has the wrong number', () => {
    const end1 = end('R1 f0/0 12000>12011');
    const end2 = end('R2 f0/0 12010>12000');
    const toNio = (a: LinkEnd, holder: LinkEnd): ObservedLink => {
      const { b: _, ...one } = link('CROSSED', a, a, { holder, remedy: `mend ${holder.device} ${holder.interface}` });
      return one;
    };
    // R2 f0/1 is well paired with R1 f0/1: what R1 f0/0 runs into there says nothing of its own link.
    const links = [toNio(end1, end('R2 f0/1 12011>12001')), toNio(end2, end1)];
    expect(sentences(links)).to.deep.equal([
      'R1 f0/0 sends to 12011, R2 f0/0 listens on 12010: what they send is refused',
    ]);
    const [group = []] = groupsOf(links);
    expect(storyOf(group).remedy).to.equal('mend R1 f0/0');
  });

  it('tells of links that share ports who hears whom, by the names of devices', () => {
    const shared = [0, 1].map((index) => {
      const [a, b] = [
        end(`R1 f0/${index} 1000${index}>1000${index}`, { pid: 1, inode: 5 }),
        end(`R2 f0/${index} 1000${index}>1000${index}`, { pid: 2, inode: 6 }),
      ];
      return link('SHARED', a, b, { receiver: b });
    });
    expect(sentences(shared)).to.deep.equal(['several sockets have ports 10000, 10001: R2 hears all, R1 nothing']);
    const self = link('SELF', end('R1 f0/0 10000>10000'), end('R2 f0/0 10000>10000', ABSENT));
    expect(remark(self)).to.equal('R1 hears only itself');
    expect(sentences([self])).to.deep.equal([
      'port 10000: connected to itself, R1 hears only itself, R2 f0/0 has no socket',
    ]);
  });

  it('names the interfaces too where both ends are of one device', () => {
    const [a, b] = [end('R1 f0/0 10000>10000', { inode: 5 }), end('R1 f0/1 10000>10000', { inode: 6 })];
    expect(remark(link('SHARED', a, b, { receiver: b }))).to.equal('R1 f0/1 hears all, R1 f0/0 nothing');
  });
});

describe('withTunnels', () => {
  it('puts the tunnels of GNS3 below their link, wherever they stood', () => {
    const [one, two] = MISSING as [ObservedLink, ObservedLink];
    const tunnel = (of: ObservedLink, name: string): ObservedLink => ({
      ...of,
      name,
      isTunnel: true,
      tunnelOf: of.name ?? '',
    });
    const [ofOne, ofTwo] = [tunnel(one, 'tunnel of one'), tunnel(two, 'tunnel of two')];
    expect(withTunnels([ofTwo, one, ofOne, two]).map(({ name }) => name)).to.deep.equal([
      two.name,
      'tunnel of two',
      one.name,
      'tunnel of one',
    ]);
  });
});
