/** `niostat links gns3://…` as it is typed, against a server that answers as GNS3 does. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Folder, niostat, type Run } from '../support/cli.ts';
import { type FakeGns3Server, startFakeGns3Server } from '../support/fake-gns3-server.ts';
import { expectValid } from '../support/result-schema.ts';

const ID = '11111111-2222-4333-8444-555555555555';
const OTHER = '11111111-2222-4333-8444-666666666666';

/**
 * Two VPCS that are not started, with a link between them: nothing of that is on this host, and that is well.
 */
const NODES = ['PC1', 'PC2'].map((name) => ({
  ...{ name, node_id: name, node_type: 'vpcs', compute_id: 'local', status: 'stopped', console: null },
  node_directory: `/nowhere/project-files/vpcs/${name}`,
  ports: [{ adapter_number: 0, port_number: 0, name: 'Ethernet0', short_name: 'e0' }],
}));
const LINKS = [
  {
    ...{ link_id: 'l1', link_type: 'ethernet', suspend: false, filters: {}, capturing: false },
    nodes: ['PC1', 'PC2'].map((node_id) => ({ node_id, adapter_number: 0, port_number: 0 })),
  },
];

describe('niostat links gns3://', () => {
  const folder = new Folder();
  let server: FakeGns3Server;
  let home: string;

  before(async () => {
    const path = '/nowhere';
    const projects = [
      { project_id: OTHER, name: 'Closed', status: 'closed', path, filename: 'Closed.gns3' },
      { project_id: ID, name: 'Two PCs', status: 'opened', path, filename: 'Two PCs.gns3' },
    ];
    server = await startFakeGns3Server({ projects, nodes: { [ID]: NODES }, links: { [ID]: LINKS } });
    home = join(folder.path, 'home');
    mkdirSync(join(home, '.config', 'GNS3', '2.2'), { recursive: true });
    writeFileSync(
      join(home, '.config', 'GNS3', '2.2', 'gns3_server.conf'),
      `[Server]\nhost = 127.0.0.1\nport = ${server.port}\n`,
    );
  });

  after(async () => {
    await server.stop();
  });

  /** Where a server of this host has its file. */
  async function run(...args: string[]): Promise<Run> {
    return await niostat(args, { env: { HOME: home, XDG_CONFIG_HOME: join(home, '.config') } });
  }

  it('lists the projects of this host, the open one with its command', async () => {
    const { stdout, code } = await run('links', 'gns3://');
    expect(code).to.equal(0);
    expect(stdout.split('\n').slice(2, 5)).to.deep.equal([
      'Status Project Command',
      'opened Two PCs niostat links gns3:///Two%20PCs',
      'closed Closed  -',
    ]);
    expectValid('gns3-projects', JSON.parse((await run('links', '--json', 'gns3://')).stdout));
  });

  it('shows the links of a project, by name and by id', async () => {
    for (const project of ['Two%20PCs', ID]) {
      const { stdout, stderr, code } = await run('links', `${server.url}/${project}`);
      expect(stdout, stderr).to.match(/^✓ Two PCs: 1 link, STOPPED\n/);
      expect(stdout).to.match(/^STOPPED PC1 e0 -- PC2 e0 .*PC1 and PC2 not started$/m);
      expect(code).to.equal(0);
    }
  });

  it('prints JSON that fits its schema, and nothing of credentials', async () => {
    const { stdout, stderr } = await niostat(['links', '--json', `${server.url}/${ID}`], {
      env: { NIOSTAT_GNS3_USER: 'ann', NIOSTAT_GNS3_PASSWORD: 'not-to-be-seen' },
    });
    expectValid('hops', JSON.parse(stdout));
    expect(stdout + stderr).not.to.include('not-to-be-seen');
  });

  it('takes a project file for the project that a server here has open, and says so', async () => {
    const file = folder.file('two.gns3', JSON.stringify({ ...PROJECT, project_id: ID, name: 'Two PCs' }));
    const { stdout, stderr, code } = await run('links', file);
    expect(stderr).to.match(/^niostat: GNS3 2\.2\.59 at 127\.0\.0\.1:\d+ has Two PCs open:/);
    expect(stdout).to.match(/^✓ Two PCs: 1 link, STOPPED\n/);
    expect(code).to.equal(0);
  });

  it('compares the file with the sockets where the project is closed, or another flag is about the file', async () => {
    const closed = folder.file('closed.gns3', JSON.stringify({ ...PROJECT, project_id: OTHER, name: 'Closed' }));
    const open = folder.file('open.gns3', JSON.stringify({ ...PROJECT, project_id: ID, name: 'Two PCs' }));
    for (const args of [[closed], [open, '--allocator', 'gns3-server-2.2.3']]) {
      const { stdout, stderr } = await run('links', ...args);
      expect(stderr).not.to.include('open:');
      expect(stdout).to.include('the lab has no links');
    }
  });

  it('sends nothing but GETs', () => {
    expect(server.requests.length).to.be.above(0);
    expect(new Set(server.requests.map(({ method }) => method))).to.deep.equal(new Set(['GET']));
    expect(server.requests.filter(({ path }) => /notifications|debug/.test(path))).to.deep.equal([]);
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a closed project', ['/Closed'], /"Closed" is closed/],
    ['a project that the server does not have', ['/Nowhere'], /no project "Nowhere"/],
    ['flags of lab files', ['/Two PCs', '--allocator', 'dynagen', '-a'], /--allocator and --all belong to lab files/],
    ['a lab beside it', ['/Two PCs', 'lab.net'], /stands alone/],
    ['a state that no link has', ['/Two PCs', '--filter', 'state borken'], /column 7/],
  ];
  for (const [what, [project = '', ...rest], message] of refused) {
    it(`refuses ${what}`, async () => {
      const { stdout, stderr, code } = await run('links', `${server.url}${project}`, ...rest);
      expect(stderr).to.match(message);
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }

  for (const command of [['check'], ['plan'], ['reach'], ['rehearse'], ['teach', 'walk']]) {
    it(`says which commands take gns3://, where it is given to ${command.join(' ')}`, async () => {
      const { stdout, stderr, code } = await run(...command, 'gns3://127.0.0.1:1/Campus');
      expect(stderr).to.include(`niostat ${command.join(' ')} takes no gns3://`);
      expect(stderr.replaceAll(/\s+/g, ' ')).to.include('links, probe, preflight, firewall and simulate do');
      expect([code, stdout]).to.deep.equal([2, '']);
    });
  }

  it('refuses --hops and two readings of a lab file', async () => {
    for (const flag of [['--hops'], ['--interval', '2s']]) {
      const { stderr, code } = await run('links', 'full-mesh-3-routers', ...flag);
      expect(stderr).to.match(/needs a project that GNS3 has open/);
      expect(code).to.equal(2);
    }
  });

  it('exits 3 where no server answers', async () => {
    const { code, stderr } = await run('links', 'gns3://127.0.0.1:1/Campus');
    expect(code, stderr).to.equal(3);
  });
});

/** As GNS3 2.2 writes a project, without nodes. */
const PROJECT = { revision: 9, version: '2.2.59', type: 'topology', topology: { nodes: [], links: [], computes: [] } };
