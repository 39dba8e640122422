import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { EXIT } from '../../../../src/core/errors/exit-code.ts';
import { InterruptedError } from '../../../../src/core/errors/interrupted-error.ts';
import type { ServerSays } from '../../../../src/core/open-project/server.ts';
import { quietUi } from '../../../../src/core/ui.ts';
import { Gns3ServerError } from '../../../../src/world/gns3-server/gns3-server-error.ts';
import { listOpenProjects, readServer } from '../../../../src/world/gns3-server/read-server.ts';
import type { ServerOptions } from '../../../../src/world/gns3-server/server-options.ts';
import {
  type FakeGns3Server,
  type Instead,
  NO_CONFS,
  serverSays,
  startFakeGns3Server,
  targetAt,
} from '../../../support/fake-gns3-server.ts';
import { fc } from '../../../support/property.ts';

const MIB = 1024 * 1024;

/** For answers that must come. */
const AMPLE: ServerOptions = { insecure: false, timeoutMs: 30_000, confPlaces: NO_CONFS };

/** For answers that must not come; short, for the test waits for its end. */
const SHORT: ServerOptions = { insecure: false, timeoutMs: 300, confPlaces: NO_CONFS };

const ID = '11111111-1111-1111-1111-111111111111';
const PROJECT = { project_id: ID, name: 'P', status: 'opened' };

/**
 * What a client makes of a server that writes this instead of every answer: an error, which is a typed one.
 */
async function errorOf(instead: Instead, options = AMPLE): Promise<Gns3ServerError> {
  const server = await startFakeGns3Server({}, { instead });
  try {
    return await thrown(listOpenProjects(targetAt(server), options, quietUi()));
  } finally {
    await server.stop();
  }
}

async function thrown(work: Promise<unknown>): Promise<Gns3ServerError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(Gns3ServerError);
  return error as Gns3ServerError;
}

function isWorldUnknown(error: Gns3ServerError, code: string, says: RegExp): void {
  expect({ code: error.code, exitCode: error.exitCode }).to.deep.equal({ code, exitCode: EXIT.worldUnknown });
  expect(error.message)
    .to.match(says)
    .and.match(/^127\.0\.0\.1:\d+: /);
}

/** Writes until the other end has gone. */
function flood(response: ServerResponse | Socket, piece: string): void {
  const some = piece.repeat(Math.ceil(65_536 / piece.length));
  const more = (): void => {
    while (!response.destroyed && response.write(some));
  };
  response.on('drain', more);
  response.on('error', () => undefined);
  more();
}

const json =
  (text: string, status = 200) =>
  (_: IncomingMessage, response: ServerResponse): true => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
    return true;
  };

describe('a hostile GNS3 server', () => {
  it('sends a body without end: ended after 32 MiB', async () => {
    const before = process.memoryUsage().rss;
    const error = await errorOf((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      flood(response, '[1,');
      return true;
    });
    isWorldUnknown(error, 'ENDLESS_ANSWER', /larger than 32 MiB/);
    expect(process.memoryUsage().rss - before).to.be.below(200 * MIB);
  });

  it('announces 1 GiB: not read at all', async () => {
    const error = await errorOf((_, response) => {
      response.writeHead(200, { 'Content-Length': 1024 * MIB });
      response.write('[');
      return true;
    });
    isWorldUnknown(error, 'ENDLESS_ANSWER', /larger than 32 MiB/);
  });

  it('sends headers without end', async () => {
    const error = await rawError((socket) => {
      socket.write('HTTP/1.1 200 OK\r\n');
      flood(socket, 'X-More: and more\r\n');
    });
    isWorldUnknown(error, 'ENDLESS_ANSWER', /headers do not end/);
  });

  it('drips: ended when the time of a request is over', async () => {
    const error = await errorOf((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
      return true;
    }, SHORT);
    isWorldUnknown(error, 'SERVER_TIMEOUT', /GET \/v3\/version: no whole answer within 300 ms/);
  });

  it('says nothing, or an interim answer for ever', async () => {
    isWorldUnknown(await errorOf(() => true, SHORT), 'SERVER_TIMEOUT', /no whole answer/);
    const interim = await rawError((socket) => flood(socket, 'HTTP/1.1 100 Continue\r\n\r\n'), SHORT);
    isWorldUnknown(interim, 'SERVER_TIMEOUT', /no whole answer/);
  });

  it('is no HTTP server, or hangs up', async () => {
    isWorldUnknown(await rawError((socket) => socket.write('SSH-2.0-OpenSSH\r\n')), 'NOT_GNS3', /no HTTP server/);
    isWorldUnknown(await rawError((socket) => socket.destroy()), 'CONNECTION', /the connection broke/);
  });

  it('is cut within its answer', async () => {
    const announced = await errorOf((_, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('{"version":');
      setImmediate(() => response.destroy());
      return true;
    });
    isWorldUnknown(announced, 'CONNECTION', /the connection ended within its answer/);
    const chunked = await rawError((socket) => {
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"ver');
    });
    isWorldUnknown(chunked, 'CONNECTION', /the connection ended within its answer/);
  });

  it('packs what it was not asked to pack', async () => {
    const error = await errorOf((request, response) => {
      expect(request.headers['accept-encoding']).to.equal(undefined);
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(MIB)));
      return true;
    });
    isWorldUnknown(error, 'BAD_ANSWER', /is packed \(gzip\)/);
  });

  it('answers HTML, cut JSON, deep JSON or nothing', async () => {
    isWorldUnknown(await errorOf(json('<html>')), 'BAD_ANSWER', /GET \/v3\/version: .* it is not JSON/);
    isWorldUnknown(await errorOf(json('{"version": "3.0')), 'BAD_ANSWER', /it is not JSON/);
    isWorldUnknown(await errorOf(json('['.repeat(MIB))), 'BAD_ANSWER', /lists within each other/);
    isWorldUnknown(await errorOf(json('')), 'BAD_ANSWER', /it is empty/);
  });

  it('answers another type than that of a version', async () => {
    isWorldUnknown(await errorOf(json('[]')), 'BAD_ANSWER', /GET \/v3\/version is a list, and an object is expected/);
    const number = await errorOf(json('{"version": 3}'));
    isWorldUnknown(number, 'BAD_ANSWER', /GET \/v3\/version\.version is 3, and text is expected/);
  });

  it('answers 500 with a message, which stays in its line', async () => {
    const error = await errorOf(json(JSON.stringify({ message: 'no\r\n\u001b[2J disk' }), 500));
    isWorldUnknown(error, 'SERVER_ERROR', /GET \/v3\/version is answered 500: no\.\.\.\[2J disk$/);
  });

  it('is another web server', async () => {
    isWorldUnknown(await errorOf(json('{}', 404)), 'NOT_GNS3', /is no GNS3 server of version 2 or 3/);
  });

  it('redirects: told, and not followed', async () => {
    const elsewhere = await startFakeGns3Server({});
    const location = `${elsewhere.url.replace('gns3:', 'http:')}/v3/version`;
    for (const status of [301, 302, 303, 307, 308]) {
      const error = await errorOf((_, response) => {
        response.writeHead(status, { Location: location }).end();
        return true;
      });
      isWorldUnknown(error, 'REDIRECTED', new RegExp(`redirected to ${location}`));
    }
    expect(elsewhere.requests).to.deep.equal([]);
    await elsewhere.stop();
  });

  it('changes to another protocol', async () => {
    const error = await rawError((socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    });
    isWorldUnknown(error, 'CONNECTION', /changes to another protocol/);
  });

  it('is left at once on Ctrl-C', async () => {
    const ending = new AbortController();
    const instead: Instead = () => {
      ending.abort();
      return true;
    };
    const server = await startFakeGns3Server({}, { instead });
    const ui = { ...quietUi(), signal: ending.signal };
    const work = listOpenProjects(targetAt(server), AMPLE, ui);
    expect(await work.then(String, (error: unknown) => error)).to.be.instanceOf(InterruptedError);
    await server.stop();
  });
});

describe('answers of another GNS3', () => {
  const node = (more: object) => ({ node_id: 'n1', name: 'R1', node_type: 'dynamips', compute_id: 'local', ...more });
  const link = (more: object) => ({ link_id: 'l1', nodes: [], ...more });
  const said = (nodes: readonly unknown[], links: readonly unknown[] = []): Promise<ServerSays> =>
    serverSays({ projects: [PROJECT], nodes: { [ID]: nodes }, links: { [ID]: links } }, 'P');
  const at = `GET /v2/projects/${ID}`;

  it('go on without what is not needed, and say so', async () => {
    const says = await said(
      [node({ console: Number.NaN, console_type: 7, ports: 'none', status: ['started'] })],
      [link({ suspend: 'yes', filters: [], capturing: 0 })],
    );
    expect(says.nodes).to.deep.equal([{ id: 'n1', name: 'R1', type: 'dynamips', computeId: 'local', ports: [] }]);
    expect(says.links).to.deep.equal([
      { id: 'l1', ends: [], isSuspended: false, filters: new Map(), isCapturing: false },
    ]);
    expect(says.limits).to.have.members([
      `${at}/nodes[0].console_type is 7, and text is expected`,
      `${at}/nodes[0].ports is "none", and a list is expected`,
      `${at}/nodes[0].status is a list, and text is expected`,
      `${at}/links[0].suspend is "yes", and true or false is expected`,
      `${at}/links[0].filters is a list, and an object is expected`,
      `${at}/links[0].capturing is 0, and true or false is expected`,
    ]);
  });

  it('leave out ports that are none', async () => {
    const ports = {
      udp_ports: [70_000, -1, 1.5, '20001', null, 20_000, 20_000],
      udp_port_range: [20_000],
      console_ports: {},
    };
    const says = await serverSays({ projects: [PROJECT], ports: { local: ports } }, 'P');
    expect(says.portsInUse).to.deep.equal([{ computeId: 'local', udpPorts: [20_000], consolePorts: [] }]);
    expect(says.limits).to.deep.equal([
      ...['70000', '-1', '1.5', '"20001"'].map(
        (value, index) => `GET /v2/computes/local/ports.udp_ports[${index}] is ${value}, and a port is expected`,
      ),
      'GET /v2/computes/local/ports.console_ports is an object, and a list is expected',
    ]);
  });

  it('pass over an entry without what it needs, and keep the others', async () => {
    const says = await said(
      [node({ name: null }), 7, node({})],
      [link({ nodes: [{ node_id: 'n1' }] }), link({ nodes: 'abc' })],
    );
    expect(says.nodes.map(({ id }) => id)).to.deep.equal(['n1']);
    expect(says.links).to.deep.equal([]);
    expect(says.limits).to.deep.equal([
      `${at}/nodes[0].name is null, and text is expected: the whole entry is passed over`,
      `${at}/nodes[1] is 7, and an object is expected: the whole entry is passed over`,
      `${at}/links[0].nodes[0].adapter_number is missing, and a whole number is expected: the whole entry is passed over`,
      `${at}/links[1].nodes is "abc", and a list is expected: the whole entry is passed over`,
    ]);
  });

  it('pass over text that no name and no path can be: longer than a path, or with a NUL', async () => {
    const long = 'x'.repeat(4097);
    const says = await said([
      node({ name: long }),
      node({ name: 'a\0b' }),
      node({ node_directory: '/a\0b', command_line: `qemu ${'-netdev '.repeat(5000)}` }),
      node({ node_id: 'n2', name: 'x'.repeat(4096), command_line: 'y'.repeat(65_537) }),
    ]);
    expect(says.nodes.map(({ id, directory }) => [id, directory])).to.deep.equal([
      ['n1', undefined],
      ['n2', undefined],
    ]);
    expect(says.nodes.map(({ commandLine }) => commandLine?.length)).to.deep.equal([40_005, undefined]);
    const [tooLong = '', ...others] = says.limits;
    expect(tooLong).to.match(/nodes\[0\]\.name is "x{40}", and text of at most 4096 characters is expected: the whole/);
    expect(others).to.deep.equal([
      `${at}/nodes[1].name is "a\\u0000b", and text without a NUL is expected: the whole entry is passed over`,
      `${at}/nodes[2].node_directory is "/a\\u0000b", and text without a NUL is expected`,
      `${at}/nodes[3].command_line is "${'y'.repeat(40)}", and text of at most 65536 characters is expected`,
    ]);
  });

  it('end with an error where nothing is left', async () => {
    const world = { projects: [PROJECT], nodes: { [ID]: 'none' as unknown as unknown[] } };
    const error = await thrown(serverSays(world, 'P'));
    isWorldUnknown(error, 'BAD_ANSWER', /nodes is "none", and a list is expected$/);
  });

  it('count the first of two with one id', async () => {
    const says = await said([node({}), node({ name: 'R2' })]);
    expect(says.nodes.map(({ name }) => name)).to.deep.equal(['R1']);
    expect(says.limits).to.deep.equal(['the server tells two nodes with the id n1: the first counts']);
  });

  it('keep names as they are, and their errors in one line', async () => {
    const name = 'a\r\nb\u001b[31m\u202e';
    expect((await said([node({ name })])).nodes[0]?.name).to.equal(name);
    const error = await thrown(serverSays({ projects: [{ ...PROJECT, name, status: 'closed' }] }, name));
    expect(error.message).to.match(/the project "a\.\.b\.\[31m\." is closed/);
    expect(error.exitCode).to.equal(EXIT.badInput);
  });

  it('say at most 20 sentences', async () => {
    const says = await said(Array.from({ length: 1000 }, (_, index) => node({ node_id: `n${index}`, status: 7 })));
    expect(says.limits.length).to.equal(21);
    expect(says.limits.at(-1)).to.equal('and 980 more like these');
  });

  it('list the ids of several projects of one name, and the names where there is none of it', async () => {
    const other = { project_id: '22222222-2222-2222-2222-222222222222', name: 'P', status: 'closed' };
    const several = await thrown(serverSays({ projects: [PROJECT, other] }, 'P'));
    expect([several.code, several.exitCode]).to.deep.equal(['SEVERAL_PROJECTS', EXIT.badInput]);
    expect(several.next).to.equal(`name one by its id: ${ID} (opened), ${other.project_id} (closed)`);
    expect((await serverSays({ projects: [PROJECT, other] }, ID)).project.id).to.equal(ID);
    const none = await thrown(serverSays({ projects: [PROJECT] }, 'Q'));
    expect([none.code, none.exitCode, none.next]).to.deep.equal([
      'NO_SUCH_PROJECT',
      EXIT.badInput,
      'it has "P" (opened)',
    ]);
  });

  it('are read, or are a typed error, whatever JSON they are', async () => {
    const world = { projects: [] as never[], computes: [] as unknown[], nodes: {}, links: {}, ports: {} };
    const server = await startFakeGns3Server(world);
    try {
      await fc.assert(
        fc.asyncProperty(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), async (...values) => {
          const [nodes, links, computes, ports] = values.map((value) => value ?? {});
          Object.assign(server.world, {
            projects: [PROJECT],
            nodes: { [ID]: nodes },
            links: { [ID]: links },
            computes,
            ports: { local: ports },
          });
          await isReadOrTyped(server);
        }),
        { numRuns: 60 },
      );
    } finally {
      await server.stop();
    }
  });
});

async function isReadOrTyped(server: FakeGns3Server): Promise<void> {
  try {
    const says = await readServer(targetAt(server, 'P'), AMPLE, quietUi());
    expect(says.project.id).to.equal(ID);
  } catch (error) {
    expect(error).to.be.instanceOf(Gns3ServerError);
  }
}

/** The same for a server that writes bytes as soon as it is asked. */
async function rawError(answer: (socket: Socket) => void, options = AMPLE): Promise<Gns3ServerError> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => answer(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  try {
    return await thrown(listOpenProjects(targetAt({ url: `gns3://127.0.0.1:${port}` }), options, quietUi()));
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  }
}
