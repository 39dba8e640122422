import { expect } from 'chai';
import type { ServerSays } from '../../../../src/core/open-project/server.ts';
import { quietUi } from '../../../../src/core/ui.ts';
import { Gns3ServerError } from '../../../../src/world/gns3-server/gns3-server-error.ts';
import { listOpenProjects, readServer } from '../../../../src/world/gns3-server/read-server.ts';
import type { ServerOptions } from '../../../../src/world/gns3-server/server-options.ts';
import { type FakeGns3Server, NO_CONFS, startFakeGns3Server, targetAt } from '../../../support/fake-gns3-server.ts';
import { asRecorded } from '../../../support/recorded-answers.ts';

const PROJECT_22 = 'eedbe6f8-5e54-42e2-bdec-6858c025fcb7';
const PROJECT_30 = '9cf0eda4-de39-4ee5-a0ef-2980abaf5130';

const LOGIN_PATH = '/v3/access/users/authenticate';
const OPTIONS: ServerOptions = { insecure: false, timeoutMs: 30_000, confPlaces: NO_CONFS };
const WITH_LOGIN = { ...OPTIONS, credentials: { user: 'gns3', password: 'secret', from: 'a test' } };

/** Runs `work` with a server that answers as the recordings of these paths. */
async function withRecorded<T>(
  fileOf: Parameters<typeof asRecorded>[0],
  work: (server: FakeGns3Server) => Promise<T>,
): Promise<T> {
  const server = await startFakeGns3Server(
    {},
    { instead: asRecorded((...asked) => fileOf(...asked) ?? 'gns3-2.2/api/v3-version.http') },
  );
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

const FILES_22: Readonly<Record<string, string>> = {
  '/v3/version': 'v3-version',
  '/v2/version': 'version',
  '/v2/projects': 'projects',
  [`/v2/projects/${PROJECT_22}/nodes`]: 'nodes',
  [`/v2/projects/${PROJECT_22}/links`]: 'links',
  '/v2/computes': 'computes',
  '/v2/computes/local/ports': 'compute-local-ports',
};

const FILES_30: Readonly<Record<string, string>> = {
  '/v3/version': 'version',
  '/v2/version': 'v2-version',
  '/v3/projects': 'projects',
  [`/v3/projects/${PROJECT_30}/nodes`]: 'nodes',
  [`/v3/projects/${PROJECT_30}/links`]: 'links',
  '/v3/computes': 'computes',
  '/v3/computes/local/network/ports': 'compute-emu',
};

function of22(_method: string, path: string): string | undefined {
  return FILES_22[path] && `gns3-2.2/api/${FILES_22[path]}.http`;
}

/** Nothing but the version is told to a request without the token that was recorded as `TOKEN`. */
function of30(method: string, path: string, authorization?: string): string | undefined {
  if (method === 'POST') return path === LOGIN_PATH ? 'gns3-3.0/api/login.http' : undefined;
  const isOpen = path.endsWith('/version') || authorization === 'Bearer TOKEN';
  return FILES_30[path] && `gns3-3.0/api/${isOpen ? FILES_30[path] : 'noauth-projects'}.http`;
}

/** `R1 f0/0 -- R2 f0/0` of each link. */
function linkNames({ nodes, links }: ServerSays): string[] {
  return links.map(({ ends }) =>
    ends
      .map((end) => {
        const node = nodes.find(({ id }) => id === end.nodeId);
        const port = node?.ports.find((one) => one.adapter === end.adapter && one.port === end.port);
        return `${node?.name} ${port?.shortName}`;
      })
      .join(' -- '),
  );
}

/** The links of both recordings: the same project, made anew. */
const LINKS = [
  'R1 f0/0 -- R2 f0/0',
  'SW1 e0 -- R2 f2/0',
  'SW1 e1 -- PC1 e0',
  'R1 s1/0 -- FR1 1',
  'FR1 2 -- R3 s1/0',
  'HUB1 e0 -- R3 f0/0',
  'PC2 e0 -- HUB1 e1',
  'HUB1 e2 -- SW1 e2',
  'R1 f2/0 -- CLOUD1 UDP tunnel 1',
  'R2 s1/0 -- R3 s1/1',
];

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).to.be.instanceOf(Gns3ServerError);
  return (error as Gns3ServerError).code;
}

describe('what recorded servers say', () => {
  it('of an open project on GNS3 2.2.59', async () => {
    const { says, requests } = await withRecorded(of22, async (server) => {
      const target = targetAt(server, 'Order One');
      return { says: await readServer(target, OPTIONS, quietUi()), requests: server.requests };
    });
    expect(says.server).to.deep.include({ api: 'v2', version: '2.2.59', protocol: 'http', isHere: true });
    expect(says.project).to.deep.equal({
      id: PROJECT_22,
      name: 'Order One',
      status: 'opened',
      path: `/home/user/GNS3/projects/${PROJECT_22}`,
      filename: 'Order One.gns3',
      closesItself: true,
    });
    expect(linkNames(says)).to.deep.equal(LINKS);
    expect(says.nodes.map(({ name, type }) => `${name} ${type}`)).to.deep.equal([
      'R1 dynamips',
      'R2 dynamips',
      'R3 dynamips',
      'PC1 vpcs',
      'PC2 vpcs',
      'SW1 ethernet_switch',
      'HUB1 ethernet_hub',
      'FR1 frame_relay_switch',
      'CLOUD1 cloud',
    ]);
    expect(says.nodes[3]).to.deep.include({
      status: 'started',
      console: 5003,
      consoleHost: '127.0.0.1',
      consoleType: 'telnet',
      commandLine: '/usr/bin/vpcs -p 5004 -m 0 -i 1 -F -R -s 20038 -c 20039 -t 127.0.0.1',
      ports: [{ adapter: 0, port: 0, name: 'Ethernet0', shortName: 'e0', linkType: 'ethernet' }],
    });
    expect(says.nodes[6]).to.not.have.any.keys('console', 'commandLine');
    expect(says.portsInUse).to.deep.equal([
      {
        computeId: 'local',
        udpRange: [20_000, 30_000],
        consoleRange: [5000, 10_000],
        udpPorts: range(20_000, 20_041),
        consolePorts: range(5000, 5008),
      },
    ]);
    expect(says.limits).to.deep.equal([]);
    expect(requests.map(({ method }) => method)).to.deep.equal(requests.map(() => 'GET'));
    expect(requests.map(({ path }) => path)).to.deep.equal(Object.keys(FILES_22));
    expect(requests.every(({ authorization }) => authorization === undefined)).to.equal(true);
  });

  it('of an open project on GNS3 3.0.6, which wants a login', async () => {
    const { says, requests } = await withRecorded(of30, async (server) => {
      const target = targetAt(server, PROJECT_30.toUpperCase());
      return { says: await readServer(target, WITH_LOGIN, quietUi()), requests: server.requests };
    });
    expect(says.server).to.deep.include({ api: 'v3', version: '3.0.6' });
    expect(says.project).to.deep.include({ name: 'Order One', status: 'opened' });
    expect(linkNames(says)).to.deep.equal(LINKS);
    expect(says.nodes[0]).to.deep.include({ name: 'R1', status: 'stopped', console: 5000, auxType: 'none' });
    expect(says.nodes[3]).to.not.have.property('commandLine');
    // It lists no compute, and is one.
    expect(says.computes.map(({ id, version, isConnected }) => ({ id, version, isConnected }))).to.deep.equal([
      { id: 'local', version: '3.0.6', isConnected: true },
    ]);
    expect(says.portsInUse.map(({ udpRange, udpPorts }) => ({ udpRange, udpPorts }))).to.deep.equal([
      { udpRange: [10_000, 30_000], udpPorts: range(10_000, 10_037) },
    ]);
    expect(says.limits).to.deep.equal([]);
    const logins = requests.filter(({ method }) => method !== 'GET');
    expect(logins.map(({ path, body }) => [path, JSON.parse(body)])).to.deep.equal([
      [LOGIN_PATH, { username: 'gns3', password: 'secret' }],
    ]);
  });

  it('of GNS3 2.2 with a password: asked for the version too, sent from then on', async () => {
    const right = `Basic ${Buffer.from('gns3:secret').toString('base64')}`;
    const fileOf = (_: string, path: string, authorization?: string): string | undefined => {
      const name = { '/v2/version': 'version', '/v2/projects': 'projects' }[path];
      return name && `gns3-2.2/api-auth/${authorization === right ? 'ok' : 'noauth'}-${name}.http`;
    };
    const { list, requests } = await withRecorded(fileOf, async (server) => {
      return { list: await listOpenProjects(targetAt(server), WITH_LOGIN, quietUi()), requests: server.requests };
    });
    expect(list).to.deep.include({ projects: [], limits: [] });
    expect(list.server.version).to.equal('2.2.59');
    expect(requests.map(({ path, authorization }) => [path, authorization])).to.deep.equal([
      ['/v3/version', undefined],
      ['/v2/version', undefined],
      ['/v2/version', right],
      ['/v2/projects', right],
    ]);
  });

  it('to a wrong password: an error, after one try', async () => {
    const fileOf22 = (_: string, path: string, authorization?: string): string | undefined =>
      path.startsWith('/v2/')
        ? `gns3-2.2/api-auth/${authorization === undefined ? 'noauth-version' : 'wrong-projects'}.http`
        : undefined;
    await withRecorded(fileOf22, async (server) => {
      expect(await codeOf(listOpenProjects(targetAt(server), WITH_LOGIN, quietUi()))).to.equal('LOGIN_REFUSED');
      expect(server.requests.length).to.equal(3);
    });
    const fileOf30 = (method: string, path: string): string | undefined =>
      method === 'POST' ? 'gns3-3.0/api/badlogin.http' : of30(method, path);
    await withRecorded(fileOf30, async (server) => {
      expect(await codeOf(listOpenProjects(targetAt(server), WITH_LOGIN, quietUi()))).to.equal('LOGIN_REFUSED');
      expect(server.requests.map(({ method }) => method)).to.deep.equal(['GET', 'GET', 'POST']);
    });
  });

  it('of a closed project: an error, or what its file has', async () => {
    const fileOf = (_: string, path: string): string | undefined => {
      const name = /\/(projects|nodes|links|ports)$/.exec(path)?.[1];
      return name === undefined ? of22(_, path) : `gns3-2.2/api-closed-project/${name}.json`;
    };
    await withRecorded(fileOf, async (server) => {
      const target = targetAt(server, 'Order One');
      expect(await codeOf(readServer(target, OPTIONS, quietUi()))).to.equal('PROJECT_CLOSED');
      const says = await readServer(target, { ...OPTIONS, takesClosed: true }, quietUi());
      expect(says.project.status).to.equal('closed');
      expect(says.nodes.map(({ name, ports, status }) => [name, ports, status])[0]).to.deep.equal([
        'R1',
        [],
        undefined,
      ]);
      expect(says.links.length).to.equal(10);
      expect(says.limits).to.deep.equal([]);
    });
  });
});
