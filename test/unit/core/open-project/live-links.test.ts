import { expect } from 'chai';
import type { HostReading } from '../../../../src/core/open-project/host.ts';
import type { LiveLink } from '../../../../src/core/open-project/live-link.ts';
import { liveLinks } from '../../../../src/core/open-project/live-links.ts';
import type { OpenProject } from '../../../../src/core/open-project/open-project.ts';
import type { SocketRow } from '../../../../src/core/sockets/socket-table.ts';
import { PlayedGns3, type PlayedNode, type PlayedType, readPlayed } from '../../../support/played-gns3.ts';

/** Nodes of these types on one host, the computers started, with a link from the first to each other one. */
function star(...types: readonly PlayedType[]): { gns3: PlayedGns3; nodes: PlayedNode[]; project: OpenProject } {
  const gns3 = new PlayedGns3(1);
  const nodes = types.flatMap((type) => gns3.hosts.map((host) => gns3.addNode(type, host)));
  const [hub, ...others] = nodes;
  for (const node of others) if (hub !== undefined) gns3.addLink(hub, node);
  for (const node of nodes) gns3.startVpcs(node);
  return { gns3, nodes, project: readPlayed(gns3) };
}

function changed(project: OpenProject, change: (host: HostReading) => HostReading): OpenProject {
  return { ...project, hosts: project.hosts.map(change) };
}

function withRows(project: OpenProject, change: (row: SocketRow) => readonly SocketRow[]): OpenProject {
  return changed(project, (host) => ({
    ...host,
    sockets: { ...host.sockets, rows: host.sockets.rows.flatMap(change) },
  }));
}

function onlyLink(project: OpenProject): LiveLink {
  const [link, ...others] = liveLinks(project);
  expect(others).to.deep.equal([]);
  return link as LiveLink;
}

function statesOf(project: OpenProject): string[] {
  return liveLinks(project).map(({ state }) => state);
}

/** All counters of uBridges, changed. */
function counting(project: OpenProject, came: number, went: number): OpenProject {
  const counters = { packetsIn: came, packetsOut: went, bytesIn: 0, bytesOut: 0 };
  return changed(project, (host) => ({
    ...host,
    ubridges: host.ubridges.map((one) => ({
      ...one,
      bridges: one.bridges.map((bridge) => ({
        ...bridge,
        ...(bridge.source && { source: { ...bridge.source, counters } }),
        ...(bridge.destination && { destination: { ...bridge.destination, counters } }),
      })),
    })),
  }));
}

describe('links of an open project', () => {
  it('between two switches that the server calls suspended ignore it: no end can filter', () => {
    const { project } = star('ethernet_switch', 'ethernet_hub');
    const links = project.says.links.map((link) => ({ ...link, isSuspended: true }));
    const link = onlyLink({ ...project, says: { ...project.says, links } });
    expect(link).to.include({ state: 'ESTABLISHED', isSuspended: true, ignoresFilters: true });
  });

  it('whose bridge has no filter ignore one that the server tells', () => {
    const { project } = star('ethernet_switch', 'vpcs');
    const links = project.says.links.map((link) => ({ ...link, filters: new Map([['packet_loss', [30]]]) }));
    const link = onlyLink({ ...project, says: { ...project.says, links } });
    expect(link).to.deep.include({ state: 'ESTABLISHED', filters: ['packet_loss 30'], ignoresFilters: true });
  });

  it('are BROKEN where a uBridge has ended, whatever an earlier server has left in the same directory', () => {
    const { project } = star('ethernet_switch', 'vpcs');
    const link = onlyLink(
      changed(project, (host) => {
        const pid = host.processes.find(({ program }) => program === 'ubridge')?.pid;
        const processes = host.processes.map((one) =>
          one.pid === pid ? { ...one, pid: 9999, parentPid: 1, isOrphan: true } : one,
        );
        const rows = host.sockets.rows.filter((row) => row.pid !== pid);
        return { ...host, processes, ubridges: [], sockets: { ...host.sockets, rows } };
      }),
    );
    expect(link).to.deep.include({ state: 'BROKEN' });
    expect(link.broken).to.include({ program: 'ubridge', node: link.b.node });
    expect(link.hops.filter(({ pid }) => pid === 9999)).to.deep.equal([]);
  });

  it('are MISSING where both ends have no socket, and HALF-OPEN where one has', () => {
    const { project } = star('ethernet_switch', 'ethernet_switch');
    expect(onlyLink(withRows(project, () => [])).state).to.equal('MISSING');
    expect(onlyLink(withRows(project, (row) => (row.localPort === 20000 ? [] : [row]))).state).to.equal('HALF-OPEN');
  });

  it('are UNKNOWN where sockets are missing from a table that was cut', () => {
    const { project } = star('ethernet_switch', 'ethernet_switch');
    const cut = changed(
      withRows(project, () => []),
      (host) => ({ ...host, sockets: { ...host.sockets, isCut: true } }),
    );
    expect(onlyLink(cut).state).to.equal('UNKNOWN');
  });

  it('of a node that is not looked at say its kind', () => {
    expect(onlyLink(star('dynamips', 'docker').project)).to.deep.include({ state: 'UNKNOWN', notLookedAt: ['docker'] });
  });

  it('are STALLED where more than half of the queue is full', () => {
    const { project } = star('ethernet_switch', 'vpcs');
    const full = withRows(project, (row) => [row.localPort === 20000 ? { ...row, receiveQueue: 110_000 } : row]);
    expect(onlyLink(full).state).to.equal('STALLED');
    expect(onlyLink(full).hops.map(({ fault }) => fault)).to.deep.equal([
      'queue full',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('to a router that is not started are well, whatever waits there', () => {
    const { project, gns3 } = star('dynamips', 'vpcs');
    const nodes = project.says.nodes.map((node) => (node.type === 'dynamips' ? { ...node, status: 'stopped' } : node));
    const own = gns3.links[0]?.a.tunnel?.[0];
    const waiting = withRows({ ...project, says: { ...project.says, nodes } }, (row) => [
      row.localPort === own ? { ...row, receiveQueue: 212_000 } : row,
    ]);
    expect(onlyLink(waiting).state).to.equal('ESTABLISHED');
  });

  it('are IDLE where every hop has counted nothing', () => {
    const { project } = star('vpcs', 'vpcs');
    expect(onlyLink(counting(project, 0, 0)).state).to.equal('IDLE');
    expect(onlyLink(counting(project, 0, 1)).state).to.equal('ESTABLISHED');
  });

  it('are ONE-WAY where frames die between the readings', () => {
    const { project } = star('vpcs', 'vpcs');
    // Both uBridges take in from their computers and send nothing on.
    const now = { ...counting(project, 9, 3), earlier: counting(project, 4, 3).hosts };
    const link = onlyLink(now);
    expect(link.state).to.equal('ONE-WAY');
    expect(link.deaths?.[0]).to.deep.equal({ direction: 'a to b', after: 1, before: 2, lost: 5 });
  });

  it('that are parallel are as well as the worst of their chains, and say no port as certain', () => {
    const { gns3, nodes } = star('ethernet_switch', 'ethernet_switch');
    gns3.addLink(nodes[1] as PlayedNode, nodes[0] as PlayedNode);
    const project = readPlayed(gns3);
    expect(statesOf(project)).to.deep.equal(['ESTABLISHED', 'ESTABLISHED']);
    const hurt = withRows(project, (row) => (row.localPort === 20002 ? [] : [row]));
    expect(statesOf(hurt)).to.deep.equal(['HALF-OPEN', 'HALF-OPEN']);
    for (const link of liveLinks(hurt)) {
      expect(link.otherChains).to.have.length(1);
      expect(link).to.not.have.any.keys('ports', 'in', 'out');
      expect(link.hops[0]?.node).to.equal(link.a.node);
    }
  });

  it('of a VPCS of whose two processes the one with the socket is gone are BROKEN', () => {
    const { project, nodes } = star('ethernet_switch', 'vpcs');
    const child = nodes[1]?.vpcs;
    const without = changed(
      withRows(project, (row) => (row.pid === child ? [] : [row])),
      (host) => ({ ...host, processes: host.processes.filter(({ pid }) => pid !== child) }),
    );
    const { state, broken } = onlyLink(without);
    expect(state).to.equal('BROKEN');
    expect(broken).to.deep.include({ program: 'vpcs', node: nodes[1]?.name });
  });

  it('pass through the uBridge that has bridges, where an empty one was left in the same directory', () => {
    const { project } = star('dynamips', 'dynamips');
    for (const pid of [1, 9999]) {
      const twice = changed(project, (host) => {
        const [first] = host.ubridges;
        const process = host.processes.find((one) => one.pid === first?.pid);
        if (first === undefined || process === undefined) return host;
        const ubridges = [...host.ubridges, { ...first, pid, bridges: [] }];
        return { ...host, ubridges, processes: [{ ...process, pid }, ...host.processes] };
      });
      expect(onlyLink(twice).state).to.equal('ESTABLISHED');
    }
  });

  it('of a host on which nothing of the project runs are UNKNOWN: it is another host', () => {
    const { project } = star('ethernet_switch', 'dynamips');
    const elsewhere = changed(
      withRows(project, () => []),
      (host) => ({
        ...{ ...host, processes: [], ubridges: [], hypervisors: [] },
      }),
    );
    expect(onlyLink(elsewhere).state).to.equal('UNKNOWN');
  });

  it('of which every program was killed while the server runs are BROKEN', () => {
    const { project } = star('ethernet_switch', 'dynamips');
    const killed = changed(
      withRows(project, () => []),
      (host) => ({
        ...{ ...host, ubridges: [], hypervisors: [] },
        processes: host.processes.filter(({ program }) => program === 'gns3server'),
      }),
    );
    expect(onlyLink(killed).state).to.equal('BROKEN');
  });

  it('that are being made, and have one end so far, are left out', () => {
    const { project } = star('ethernet_switch', 'ethernet_switch');
    const links = project.says.links.map((link) => ({ ...link, ends: link.ends.slice(0, 1) }));
    expect(liveLinks({ ...project, says: { ...project.says, links } })).to.deep.equal([]);
  });

  it('of a node that the server does not tell are UNKNOWN', () => {
    const { project } = star('ethernet_switch', 'vpcs');
    expect(onlyLink({ ...project, says: { ...project.says, nodes: project.says.nodes.slice(0, 1) } }).state).to.equal(
      'UNKNOWN',
    );
  });

  it('of a computer whose socket may be that of any program are UNKNOWN', () => {
    const { project } = star('ethernet_switch', 'vpcs');
    const hidden = withRows(project, ({ pid, ...row }) => [
      row.localAddress === '0.0.0.0'
        ? { ...row, unknownOwner: 'no permission' as const }
        : { ...row, ...(pid && { pid }) },
    ]);
    expect(onlyLink(hidden).state).to.equal('UNKNOWN');
  });
});
