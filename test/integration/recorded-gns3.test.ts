/**
 * Recordings of live GNS3 servers, read by the readers of the product. What `recipe-output.txt` of a
 * recording says was found on the living server by other means: it is the truth. More recordings are tried
 * with NIOSTAT_RECORDINGS=FOLDER.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import type { Hop, LiveLink } from '../../src/core/open-project/live-link.ts';
import { liveLinks } from '../../src/core/open-project/live-links.ts';
import type { OpenProject } from '../../src/core/open-project/open-project.ts';
import { orphansOf } from '../../src/core/open-project/orphans.ts';
import { replayRecording } from '../support/recorded-gns3.ts';
import { recordingsBelow } from '../support/recording.ts';

const FIXTURES = 'test/fixtures/gns3-live';

/** A link in recipe-output.txt: its name, what stands behind it, and its chains, sockets as lines. */
interface RecipeLink {
  readonly name: string;
  readonly candidates: number;
  readonly isSuspended: boolean;
  readonly hops: readonly string[];
}

/** `PC1 e0 -- SW1 e2   [1 candidate] SUSPENDED`, and below it the sockets of all candidates. */
function recipeOf(folder: string): RecipeLink[] {
  const links: { name: string; candidates: number; isSuspended: boolean; hops: string[] }[] = [];
  for (const line of readFileSync(join(folder, 'recipe-output.txt'), 'utf8').split('\n')) {
    const head = /^(\S.*?) {2,}\[(\d+) candidates?\](.*)$/.exec(line);
    if (head !== null) {
      const [, name = '', candidates, rest = ''] = head;
      links.push({ name, candidates: Number(candidates), isSuspended: rest.includes('SUSPENDED'), hops: [] });
    } else if (line.trim() !== '') links.at(-1)?.hops.push(line.trim());
  }
  return links;
}

/** A hop as the recipe writes it; it leaves out the hosts of tunnels, and names NIOs of routers only. */
function asInRecipe(hop: Hop, isRouter: boolean): string {
  const { program, pid, localPort, remoteHost, remotePort, nio = '', counters, filters } = hop;
  const isEnd = isLinkEnd(hop, isRouter);
  const name = program === 'dynamips' && isRouter ? [`${nio.slice(0, 12)}…`] : [];
  const passed = `in/out ${counters?.packetsIn}/${counters?.packetsOut}`;
  const names = isEnd && filters !== undefined ? [`filters [${filters.map((one) => `'${one}'`).join(', ')}]`] : [];
  const peer = isEnd ? `${remoteHost}:${remotePort}` : `${remotePort}`;
  return [program, pid, ...name, `${localPort}→${peer}`, passed, ...names].join(' ');
}

/** The recipe shows the host of the peer at the ends of the link, and not in tunnels. */
function isLinkEnd({ program, side, nio = '' }: Hop, isRouter: boolean): boolean {
  if (program === 'dynamips') return !isRouter;
  const isCloud = !/^(VPCS|DYNAMIPS)-/.test(nio);
  return side === (isCloud ? 'source' : 'destination');
}

function chainsOf(link: LiveLink): (readonly Hop[])[] {
  return [link.hops, ...(link.otherChains ?? [])];
}

/** All sockets of a link as the recipe lists them: without VPCS, candidate by candidate. */
function socketsOf(link: LiveLink): string[] {
  const routers = new Set([link.a, link.b].filter(({ nodeType }) => nodeType === 'dynamips').map(({ node }) => node));
  return chainsOf(link).flatMap((hops) =>
    hops.filter(({ program }) => program !== 'vpcs').map((hop) => asInRecipe(hop, routers.has(hop.node))),
  );
}

function linkOf(links: readonly LiveLink[], name: string): LiveLink {
  const found = links.find((link) => link.name === name);
  if (found === undefined) throw new Error(`no link ${name}`);
  return found;
}

function statesOf(links: readonly LiveLink[]): Record<string, string> {
  return Object.fromEntries(links.map(({ name, state }) => [name, state]));
}

const SWITCH_LINKS = ['SW2 e1 -- SW1 e3', 'SW1 e0 -- SW2 e0'];

describe('a recorded GNS3', () => {
  describe('that is healthy', () => {
    const folder = join(FIXTURES, 'gns3-2.2/campus-healthy');
    let project: OpenProject;
    let links: readonly LiveLink[];
    before(async () => {
      project = await replayRecording(folder);
      links = liveLinks(project);
    });

    it('has exactly the chains that were found on the living server', () => {
      const expected = recipeOf(folder).map(({ name, hops }) => [name, [...hops].sort()]);
      expect(links.map((link) => [link.name, socketsOf(link).sort()])).to.deep.equal(expected);
      expect(links.map((link) => chainsOf(link).length)).to.deep.equal(
        recipeOf(folder).map(({ candidates }) => candidates),
      );
    });

    it('goes from node to node: the sockets stand in the order of the recipe where there is one candidate', () => {
      for (const { name, hops, candidates } of recipeOf(folder)) {
        if (candidates === 1) expect(socketsOf(linkOf(links, name)), name).to.deep.equal(hops);
      }
    });

    it('is well everywhere, and idle where nothing has passed', () => {
      expect(statesOf(links)).to.deep.equal({
        'PC1 e0 -- SW1 e2': 'ESTABLISHED',
        'PC2 e0 -- HUB1 e0': 'ESTABLISHED',
        'HUB1 e1 -- SW2 e2': 'ESTABLISHED',
        'R1 s1/0 -- FR1 1': 'IDLE',
        'FR1 2 -- R2 s1/0': 'IDLE',
        'R2 f2/1 -- CLOUD1 UDP tunnel 1': 'IDLE',
        'SW2 e1 -- SW1 e3': 'ESTABLISHED',
        'R1 f2/0 -- R2 f0/0': 'IDLE',
        'SW1 e0 -- SW2 e0': 'ESTABLISHED',
        'R2 f2/0 -- R1 f0/0': 'IDLE',
      });
      for (const link of links)
        for (const hop of chainsOf(link).flat()) expect(hop.fault, link.name).to.equal(undefined);
    });

    it('tells the ports and frames of a link where one chain alone can be it', () => {
      const { ports, in: came, out, hops } = linkOf(links, 'PC2 e0 -- HUB1 e0');
      expect({ ports, came, out }).to.deep.equal({ ports: [20018, 20019], came: 8, out: 7 });
      // The socket of VPCS belongs to the second of its two processes (ss-unap.txt).
      expect(hops[0]).to.include({ program: 'vpcs', pid: 8488, localPort: 20034, remotePort: 20035, isPresent: true });
      for (const name of SWITCH_LINKS) expect(linkOf(links, name)).to.not.have.any.keys('ports', 'in', 'out');
    });

    it('has no orphans', () => {
      expect(orphansOf(project)).to.deep.equal([]);
    });
  });

  describe('that is broken', () => {
    const folder = join(FIXTURES, 'gns3-2.2/campus-broken');
    let links: readonly LiveLink[];
    before(async () => {
      links = liveLinks(await replayRecording(folder));
    });

    it('names the suspended link, with the frames that were dropped', () => {
      const { state, isSuspended, ignoresFilters, dropped } = linkOf(links, 'PC1 e0 -- SW1 e2');
      // 10 came in from PC1, 8 went out (transcripts.txt).
      expect({ state, isSuspended, ignoresFilters, dropped }).to.deep.equal({
        ...{ state: 'SUSPENDED', isSuspended: true, ignoresFilters: undefined, dropped: 2 },
      });
    });

    it('names the filters of a link with their values', () => {
      const { state, filters, dropped } = linkOf(links, 'R1 s1/0 -- FR1 1');
      expect({ state, filters: [...filters].sort(), dropped }).to.deep.equal({
        ...{ state: 'FILTERED', filters: ['delay 50 5', 'packet_loss 30'], dropped: 0 },
      });
    });

    const ofR2 = ['FR1 2 -- R2 s1/0', 'R2 f2/1 -- CLOUD1 UDP tunnel 1', 'R1 f2/0 -- R2 f0/0', 'R2 f2/0 -- R1 f0/0'];

    it('names the dead uBridge of R2 at its four links, and nothing else', () => {
      for (const name of ofR2) {
        const { state, broken, hops } = linkOf(links, name);
        expect(state, name).to.equal('BROKEN');
        expect(broken, name).to.include({ program: 'ubridge', node: 'R2', nodeType: 'dynamips' });
        const gone = hops.filter(({ fault }) => fault !== undefined);
        expect(gone.map(({ program, node, fault }) => [program, node, fault])).to.deep.equal(
          Array(2).fill(['ubridge', 'R2', 'process ended']),
        );
      }
      const others = links.filter(({ name }) => !ofR2.includes(name));
      for (const { name, state } of others)
        expect(state, name).to.be.oneOf(['ESTABLISHED', 'IDLE', 'SUSPENDED', 'FILTERED']);
    });

    it('tells which ports the dead uBridge had: those of the healthy picture', () => {
      const healthy = new Map(
        recipeOf(join(FIXTURES, 'gns3-2.2/campus-healthy')).map((link) => [link.name, link.hops]),
      );
      for (const name of ofR2) {
        const gone = linkOf(links, name).hops.filter(({ node, program }) => node === 'R2' && program === 'ubridge');
        const before = (healthy.get(name) ?? []).filter((line) => line.startsWith('ubridge 8448'));
        expect(
          gone.map(({ localPort, remotePort }) => `${localPort} ${remotePort}`),
          name,
        ).to.deep.equal(before.map((line) => /(\d+)→(?:\S*:)?(\d+) /.exec(line)?.slice(1).join(' ')));
      }
    });
  });

  describe('3.0, of which neither folders nor logs were recorded', () => {
    let links: readonly LiveLink[];
    before(async () => {
      links = liveLinks(await replayRecording(join(FIXTURES, 'gns3-3.0')));
    });

    it('has a whole chain at every link: tunnels lead from the sockets of a Dynamips to its uBridge', () => {
      for (const { name, hops, state } of links) {
        expect(state, name).to.be.oneOf(['ESTABLISHED', 'IDLE']);
        for (const [index, { remotePort }] of hops.entries()) {
          // Sockets point at each other in pairs: in front of a link and behind it, and in each tunnel.
          if (index % 2 === 0 && hops[index + 1] !== undefined)
            expect(remotePort, name).to.equal(hops[index + 1]?.localPort);
        }
      }
      expect(links).to.have.length(10);
    });

    it('has the ports that the sockets of the ends say (ss-unap.txt)', () => {
      const ports = Object.fromEntries(links.map((link) => [link.name, link.ports]));
      expect(ports['R1 f0/0 -- R2 f0/0']).to.deep.equal([10000, 10001]);
      expect(ports['PC2 e0 -- HUB1 e1']).to.deep.equal([10024, 10025]);
      expect(ports['HUB1 e2 -- SW1 e2']).to.deep.equal([10026, 10027]);
      expect(ports['R1 f2/0 -- CLOUD1 UDP tunnel 1']).to.deep.equal([10028, 10029]);
    });
  });
});

const more = process.env['NIOSTAT_RECORDINGS'];

describe('recordings of NIOSTAT_RECORDINGS', () => {
  for (const folder of more === undefined ? [] : recordingsBelow(more)) {
    it(`${basename(folder)}: every link has a state, and the chains of its recipe`, async () => {
      const links = liveLinks(await replayRecording(folder));
      expect(links).to.not.have.length(0);
      if (!existsSync(join(folder, 'recipe-output.txt'))) return;
      for (const { name, hops } of recipeOf(folder)) {
        if (hops.length > 0) expect(socketsOf(linkOf(links, name)), name).to.include.members([...hops]);
      }
    });
  }
});
