import { expect } from 'chai';
import type { OpenProject } from '../../../../src/core/open-project/open-project.ts';
import type { ServerSays } from '../../../../src/core/open-project/server.ts';
import { DIALECT_NAMES, type FirewallResult } from '../../../../src/features/firewall/firewall.ts';
import {
  firewallOfProject,
  type ProjectFirewallOptions,
} from '../../../../src/features/firewall/firewall-of-project.ts';
import { replayRecording } from '../../../support/recorded-gns3.ts';
import { expectValid } from '../../../support/result-schema.ts';

const TARGET = 'gns3:///Campus';

/** `from > to protocol ports purpose`, as a firewall sees them. */
function flowsOf({ flows }: FirewallResult): string[] {
  return flows.map(({ from, to, protocol, ports, purpose }) => {
    const sender = 'network' in from ? from.network : from.machine;
    return `${sender} > ${to} ${protocol} ${ports.map(({ first, last }) => `${first}-${last}`).join()} ${purpose}`;
  });
}

describe('the firewall of an open project', () => {
  let campus: OpenProject;

  before(async () => {
    campus = await replayRecording('test/fixtures/gns3-live/gns3-2.2/campus-healthy');
  });

  const ask = async (project: OpenProject, options: ProjectFirewallOptions = {}): Promise<FirewallResult> =>
    await firewallOfProject(project, TARGET, options);

  /** The same project with R2 on a second compute: its links to R1, FR1 and CLOUD1 cross. */
  function onTwoHosts(): OpenProject {
    const { says } = campus;
    const far = { id: 'far', name: 'far', host: '192.0.2.2', port: 3080, protocol: 'http', isConnected: true };
    const nodes = says.nodes.map((node) => (node.name === 'R2' ? { ...node, computeId: 'far' } : node));
    const ports = {
      computeId: 'far',
      udpRange: [21_000, 22_000],
      consoleRange: [5000, 6000],
      udpPorts: [],
      consolePorts: [],
    } as const;
    const two: ServerSays = {
      ...says,
      nodes,
      computes: [...says.computes, far],
      portsInUse: [...says.portsInUse, ports],
    };
    return { ...campus, says: two, notRead: [{ computeId: 'far', name: 'far', why: 'add --ssh' }] };
  }

  it('opens no UDP port where one compute has all nodes', async () => {
    const result = await ask(campus);
    expect(flowsOf(result)).to.deep.equal([
      'localhost > localhost tcp 3080-3080 server'.replace('3080-3080', portOf(campus)),
      'localhost > localhost tcp 5000-10000 consoles',
    ]);
    expect(result.flows.every(({ insideHost }) => insideHost)).to.equal(true);
    expectValid('firewall', JSON.parse(JSON.stringify(result)));
  });

  it("closes VPCS's own consoles, and nothing of uBridges that listen on the loopback", async () => {
    const { closings = [] } = await ask(campus);
    const vpcs = campus.hosts.flatMap(({ processes }) => processes.filter(({ program }) => program === 'vpcs'));
    const told = new Set(vpcs.map(({ args }) => Number(args[args.indexOf('-p') + 1])));
    expect(told.size).to.equal(2);
    expect(closings.map(({ to, ports }) => [to, ports.map(({ first, last }) => [first, last])])).to.deep.equal([
      ['localhost', [...told].sort((a, b) => a - b).map((port) => [port, port])],
    ]);
  });

  it('opens the range of each compute to the other where links cross, and no single port', async () => {
    const result = await ask(onTwoHosts(), { from: ['10.0.0.0/24'] });
    expect(flowsOf(result)).to.deep.equal([
      `10.0.0.0/24 > localhost tcp ${portOf(campus)} server`,
      '10.0.0.0/24 > localhost tcp 5000-10000 consoles',
      '192.0.2.2 > localhost udp 20000-30000 links',
      'localhost > 192.0.2.2 tcp 3080-3080 server',
      '10.0.0.0/24 > 192.0.2.2 tcp 5000-6000 consoles',
      'localhost > 192.0.2.2 udp 21000-22000 links',
    ]);
    expect(result.remarks.join()).to.contain('far');
  });

  it('closes in every dialect before it opens, and takes both back', async () => {
    for (const dialect of DIALECT_NAMES) {
      const options = { dialect, from: ['10.0.0.0/24'] };
      const [script = ''] = ((await ask(campus, options)).scripts?.hosts ?? []).map((one) => one.script);
      const lines = script.split(/\r?\n/).filter((line) => !/^(#|rem )/.test(line));
      const isClosing = (line: string): boolean =>
        /\b(drop|DROP|deny|Block|block)\b/.test(line) && /5003|5005/.test(line);
      expect(lines.filter(isClosing), dialect).not.to.deep.equal([]);
      expect(script, dialect).to.match(/5000[:-]10000/);
      const [undo = ''] = ((await ask(campus, { ...options, undo: true })).scripts?.hosts ?? []).map(
        (one) => one.script,
      );
      expect(undo, dialect).not.to.match(/prepend|insert rule| -I INPUT|Action Allow|action=block|^block/m);
    }
  });

  it('has a script that takes back what is closed no longer', async () => {
    const hosts = campus.hosts.map((host) => ({
      ...host,
      processes: host.processes.filter(({ program }) => program !== 'vpcs'),
    }));
    const { scripts } = await ask({ ...campus, hosts }, { dialect: 'nft', undo: true });
    expect(scripts?.hosts.map(({ script }) => /^delete table inet niostat-/m.test(script))).to.deep.equal([true]);
  });

  it('closes the range of random ports where the server listens on every address', async () => {
    const hosts = campus.hosts.map((host) => {
      const servers = host.processes.filter(({ program }) => program === 'gns3server').map(({ pid }) => pid);
      const rows = host.sockets.rows.map((row) =>
        servers.includes(row.pid ?? -1) ? { ...row, localAddress: '0.0.0.0' } : row,
      );
      return { ...host, sockets: { ...host.sockets, rows } };
    });
    const { closings = [] } = await ask({ ...campus, hosts });
    expect(closings[0]?.ports).to.deep.equal([{ first: 32_768, last: 60_999 }]);
  });
});

/** The fake server of the recording listens on a port of its own. */
function portOf({ says }: OpenProject): string {
  return `${says.server.port}-${says.server.port}`;
}
