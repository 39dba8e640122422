import { expect } from 'chai';
import type { OpenProject } from '../../../../src/core/open-project/open-project.ts';
import { quietUi } from '../../../../src/core/ui.ts';
import { inventory } from '../../../../src/features/inventory/inventory.ts';
import { renderInventory } from '../../../../src/features/inventory/render/text.ts';
import type { InventoryResult } from '../../../../src/features/inventory/result.ts';
import { NO_PAINT } from '../../../../src/output/paint.ts';
import { replayRecording } from '../../../support/recorded-gns3.ts';
import { expectValid } from '../../../support/result-schema.ts';
import { listener } from '../../../support/socket-tables.ts';

const FIXTURES = 'test/fixtures/gns3-live/gns3-2.2';

async function inventoryOf(project: OpenProject): Promise<InventoryResult> {
  return await inventory(project, { consoles: false, timeoutMs: 1000 }, quietUi());
}

describe('the inventory of an open project', () => {
  let healthy: OpenProject;
  let found: InventoryResult;
  let broken: InventoryResult;

  before(async () => {
    healthy = await replayRecording(`${FIXTURES}/campus-healthy`);
    found = await inventoryOf(healthy);
    broken = await inventoryOf(await replayRecording(`${FIXTURES}/campus-broken`));
  });

  it('names the node of each process, with version and ports, as ps and ss of the recording do', () => {
    const rows = found.programs
      .filter(({ program }) => program !== 'gns3server')
      .map(({ nodes, program, state, version, udpPorts }) => [
        nodes.join(),
        program,
        state,
        version,
        udpPorts.join(' '),
      ]);
    expect(rows).to.deep.include(['R1', 'dynamips', 'answers', '0.2.24-amd64', '20004 20024 20036']);
    expect(rows).to.deep.include(['R1', 'ubridge', 'answers', '0.9.19', '20002 20005 20011 20022 20025 20037']);
    expect(rows).to.deep.include(['PC1', 'vpcs', 'listens', undefined, '20016']);
    expect(rows).to.deep.include(['CLOUD1', 'ubridge', 'answers', '0.9.19', '20031 31000']);
    expect(rows).to.deep.include(['SW1', 'dynamips', 'answers', '0.2.24-amd64', '20001 20008 20015']);
    // Six dynamips, five uBridges and two VPCS, of which each is two processes.
    expect(rows).to.have.length(13);
  });

  it("has a note about VPCS's own consoles, which no setting closes, and is clean", () => {
    expect(found.outcome).to.equal('clean');
    expect(found.findings.map(({ slug, severity, about }) => [slug, severity, about])).to.deep.equal([
      ['vpcs-console-open', 'note', ['PC1', 'PC2']],
    ]);
    expectValid('inventory', JSON.parse(JSON.stringify(found)));
  });

  it('names the uBridge that has ended while the server goes on saying that all is well', () => {
    const ended = broken.findings.filter(({ slug }) => slug === 'ended');
    expect(ended.map(({ about, severity }) => [about, severity])).to.deep.equal([[['R2'], 'error']]);
    expect(broken.outcome).to.equal('findings');
    expectValid('inventory', JSON.parse(JSON.stringify(broken)));
  });

  it('warns of uBridges that let everybody in, and closes the range of their ports', async () => {
    const [host] = healthy.hosts;
    if (host === undefined) throw new Error('no host was read');
    const ubridges = host.processes.filter(({ program }) => program === 'ubridge').map(({ pid }) => pid);
    const rows = host.sockets.rows.map((row) =>
      row.state === 'LISTEN' && ubridges.includes(row.pid ?? -1) ? { ...row, localAddress: '0.0.0.0' } : row,
    );
    const open = await inventoryOf({ ...healthy, hosts: [{ ...host, sockets: { ...host.sockets, rows } }] });
    const [first] = open.findings;
    expect([first?.slug, first?.severity, open.outcome]).to.deep.equal(['ubridge-open', 'warning', 'findings']);
    expect(first?.remedy).to.contain('host = 127.0.0.1');
    // Random ports are out of the range that Linux uses for them.
    expect(first?.closing?.ufw).to.equal('ufw prepend deny proto tcp from any to any port 32768:60999');
    expect(first?.closing?.nft).to.contain('tcp dport { 32768-60999 } drop');
  });

  it('calls a process an orphan whose server is gone, and names the command that ends all of them', async () => {
    const [host] = healthy.hosts;
    if (host === undefined) throw new Error('no host was read');
    const left = {
      pid: 990_001,
      program: 'ubridge' as const,
      args: ['ubridge', '-H', '127.0.0.1:9'],
      isOrphan: true,
      parentPid: 990_000,
    };
    const rows = [
      ...host.sockets.rows,
      {
        ...listener('127.0.0.1:9', { pid: 990_001 }),
        protocol: 'udp' as const,
        localPort: 20_050,
        state: 'UNCONN' as const,
      },
    ];
    const hosts = [{ ...host, processes: [...host.processes, left], sockets: { ...host.sockets, rows } }];
    const [first] = (await inventoryOf({ ...healthy, hosts })).findings;
    expect([first?.slug, first?.command]).to.deep.equal(['orphan', 'kill 990001']);
    expect(first?.message).to.contain('UDP 20050');
  });

  it('counts both processes of an orphaned VPCS, as links does', async () => {
    const [host] = healthy.hosts;
    if (host === undefined) throw new Error('no host was read');
    const args = [
      'vpcs',
      '-p',
      '5003',
      '-m',
      '0',
      '-i',
      '1',
      '-F',
      '-R',
      '-s',
      '20006',
      '-c',
      '20007',
      '-t',
      '127.0.0.1',
    ];
    const parent = { pid: 990_011, program: 'vpcs' as const, args, isOrphan: true, parentPid: 1 };
    const child = { ...parent, pid: 990_012, parentPid: 990_011 };
    const hosts = [{ ...host, processes: [...host.processes, parent, child] }];
    const [first] = (await inventoryOf({ ...healthy, hosts })).findings;
    expect([first?.slug, first?.command]).to.deep.equal(['orphan', 'kill 990011 990012']);
    expect(first?.message).to.match(/^2 processes are left of a server that is gone/);
  });

  it('is not known where a compute was not read, and says what would show it', async () => {
    const notRead = [{ computeId: 'local', name: 'vm', why: 'add --ssh' }];
    const result = await inventoryOf({ ...healthy, notRead });
    expect(result.outcome).to.equal('unknown');
    const text = renderInventory(result, { width: 80, paint: NO_PAINT }, { target: 'gns3:///Campus' });
    expect(text).to.match(/^\? Campus: /);
    expect(text).to.contain('not looked at: add --ssh');
  });

  it('tries no console of a host that the user has not named', async () => {
    const nodes = healthy.says.nodes.map((node) => ({ ...node, consoleHost: '192.0.2.9', computeId: 'far' }));
    const says = { ...healthy.says, nodes };
    const result = await inventory({ ...healthy, says }, { consoles: true, timeoutMs: 1000 }, quietUi());
    const states = result.nodes.flatMap(({ console }) => (console === undefined ? [] : [console.state]));
    expect(new Set(states)).to.deep.equal(new Set(['not tried']));
  });

  it('fits 80 columns, keeps every port whole, and makes hostile names harmless', async () => {
    const nodes = healthy.says.nodes.map((node) => (node.name === 'PC2' ? { ...node, name: 'PC2\u001b[31m' } : node));
    const result = await inventoryOf({ ...healthy, says: { ...healthy.says, nodes } });
    const text = renderInventory(result, { width: 80, paint: NO_PAINT }, { target: 'gns3:///Campus' });
    expect(text).not.to.contain('\u001b');
    for (const line of text.split('\n')) expect(line.length, line).to.be.at.most(80);
    for (const port of [20_002, 20_005, 20_011, 20_022, 20_025, 20_037])
      expect(text).to.match(new RegExp(`\\b${port}\\b`));
    expect(text).to.match(/R1 +ubridge +answers/);
  });
});
