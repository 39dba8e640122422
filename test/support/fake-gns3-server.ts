import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Gns3Target, parseGns3Target } from '../../src/core/open-project/gns3-target.ts';
import type { ServerSays } from '../../src/core/open-project/server.ts';
import { quietUi } from '../../src/core/ui.ts';
import type { ConfPlaces } from '../../src/world/gns3-server/conf-places.ts';
import { readServer } from '../../src/world/gns3-server/read-server.ts';
import type { ServerOptions } from '../../src/world/gns3-server/server-options.ts';

/** Objects as the API of GNS3 has them; only what a test cares for must be there. */
export type Told = Readonly<Record<string, unknown>>;

export interface FakeProject extends Told {
  readonly project_id: string;
  readonly name: string;
}

/** What the server has; it may be changed while the server runs. */
export interface FakeWorld {
  projects: FakeProject[];
  /** By the ids of projects. */
  nodes: Record<string, readonly unknown[]>;
  links: Record<string, readonly unknown[]>;
  computes: unknown[];
  /** By the ids of computes. */
  ports: Record<string, unknown>;
}

/** Answers in place of the usual one; undefined leaves it to the server. */
export type Instead = (request: IncomingMessage, response: ServerResponse) => true | undefined;

export interface FakeServerOptions {
  readonly api?: 'v2' | 'v3';
  readonly version?: string;
  /** With these everything asks for them: Basic in 2.2, a login in 3.0, where the version alone is open. */
  readonly login?: { readonly user: string; readonly password: string };
  /** In PEM: the server speaks TLS. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** 127.0.0.1 if it is not given. */
  readonly host?: string;
  /** TCP; 0, which lets the system choose, if it is not given. */
  readonly port?: number;
  readonly instead?: Instead;
}

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface FakeGns3Server {
  readonly host: string;
  /** TCP. */
  readonly port: number;
  /** `gns3://127.0.0.1:40000` */
  readonly url: string;
  readonly world: FakeWorld;
  /** Every request, in order. */
  readonly requests: readonly SeenRequest[];
  /** How many connections were made. */
  readonly connections: number;
  stop(): Promise<void>;
}

/** No file of the machine that tests counts, and no server that runs there. */
export const NO_CONFS: ConfPlaces = { platform: 'linux', homes: [], etc: '/nowhere', proc: '/nowhere', uids: [] };

/** What it lets in, and nobody could know before. */
const TOKEN = 'fake.token.of-a-test';

/**
 * A server that answers as GNS3 2.2 or 3.0, from values. It changes nothing: what is no GET and no login is
 * answered 405, and seen in `requests`.
 */
export async function startFakeGns3Server(
  world: Partial<FakeWorld>,
  options: FakeServerOptions = {},
): Promise<FakeGns3Server> {
  const { host = '127.0.0.1', port = 0, tls, instead = () => undefined } = options;
  const whole: FakeWorld = { projects: [], nodes: {}, links: {}, computes: [localCompute()], ports: {}, ...world };
  const requests: SeenRequest[] = [];
  let connections = 0;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      requests.push({ method, path, authorization: headers.authorization, body });
      if (instead(request, response) !== true) answer(response, requests.at(-1) as SeenRequest, whole, options);
    });
  };
  const server = tls === undefined ? createHttp(listener) : createHttps(tls, listener);
  server.on('connection', () => {
    connections++;
  });
  server.listen(port, host);
  await once(server, 'listening');
  const actual = (server.address() as AddressInfo).port;
  return {
    host,
    port: actual,
    url: `${tls === undefined ? 'gns3' : 'gns3s'}://${host.includes(':') ? `[${host}]` : host}:${actual}`,
    world: whole,
    requests,
    get connections() {
      return connections;
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** What a client reads of the project on a fake server that is started for it, and stopped again. */
export async function serverSays(
  world: Partial<FakeWorld>,
  project: string,
  options: FakeServerOptions & { readonly ask?: Partial<ServerOptions> } = {},
): Promise<ServerSays> {
  const server = await startFakeGns3Server(world, options);
  try {
    const ask = { insecure: false, timeoutMs: 30_000, confPlaces: NO_CONFS, ...options.ask };
    return await readServer(targetAt(server, project), ask, quietUi());
  } finally {
    await server.stop();
  }
}

/** The target that names a project on the server. */
export function targetAt({ url }: Pick<FakeGns3Server, 'url'>, project = ''): Gns3Target {
  const target = parseGns3Target(`${url}/${encodeURIComponent(project)}`);
  if (target === undefined) throw new Error(`no target: ${url}`);
  return target;
}

/** The compute that is the server itself, as 2.2 lists it. */
function localCompute(more: Told = {}): Told {
  return {
    compute_id: 'local',
    name: 'gns3host',
    host: '127.0.0.1',
    port: 3080,
    protocol: 'http',
    connected: true,
    user: null,
    capabilities: { version: '2.2.59', platform: 'linux', node_types: ['dynamips', 'vpcs'] },
    ...more,
  };
}

/** What a compute answers that has given out nothing. */
const NO_PORTS = {
  console_port_range: [5000, 10_000],
  console_ports: [],
  udp_port_range: [20_000, 30_000],
  udp_ports: [],
};

interface Reply {
  readonly status: number;
  /** Sent as JSON. */
  readonly value?: unknown;
  /** Sent as it is. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

function answer(response: ServerResponse, seen: SeenRequest, world: FakeWorld, options: FakeServerOptions): void {
  const { api = 'v2' } = options;
  const { status, value, text, headers } = replyTo(seen, world, options);
  response.writeHead(status, {
    'Content-Type': text === undefined ? 'application/json' : 'text/plain; charset=utf-8',
    // As recorded: 2.2 closes after each answer, and writes JSON over many lines.
    ...(api === 'v2' ? { Connection: 'close' } : {}),
    ...headers,
  });
  response.end(text ?? JSON.stringify(value, null, api === 'v2' ? 4 : 0));
}

function replyTo(seen: SeenRequest, world: FakeWorld, options: FakeServerOptions): Reply {
  const { api = 'v2', version = api === 'v2' ? '2.2.59' : '3.0.6' } = options;
  const { method, path } = seen;
  if (!path.startsWith(`/${api}/`)) {
    return api === 'v2' ? { status: 404, text: '404: Not Found' } : { status: 404, value: { detail: 'Not Found' } };
  }
  const inApi = path.slice(api.length + 1);
  if (api === 'v3' && method === 'POST' && inApi === '/access/users/authenticate') return loginReply(seen, options);
  const isOpen = api === 'v3' && inApi === '/version';
  const refusal = isOpen ? undefined : refusalOf(seen, options);
  if (refusal !== undefined) return refusal;
  if (method !== 'GET') return { status: 405, value: { message: 'Method Not Allowed' } };
  const found = valueAt(inApi, api, version, world);
  if ('value' in found) return { status: 200, value: found.value };
  return { status: 404, value: api === 'v2' ? { message: found.why, status: 404 } : { message: found.why } };
}

const BEARER = { 'WWW-Authenticate': 'Bearer' };

function loginReply({ body }: SeenRequest, { login }: FakeServerOptions): Reply {
  const { username, password } = JSON.parse(body);
  const isRight = login !== undefined && username === login.user && password === login.password;
  if (isRight) return { status: 200, value: { access_token: TOKEN, token_type: 'bearer' } };
  return { status: 401, value: { message: 'Authentication was unsuccessful.' }, headers: BEARER };
}

/** Undefined if the request may pass. */
function refusalOf({ authorization }: SeenRequest, { api = 'v2', login }: FakeServerOptions): Reply | undefined {
  if (login === undefined) return undefined;
  if (api === 'v2') {
    const basic = `Basic ${Buffer.from(`${login.user}:${login.password}`).toString('base64')}`;
    const headers = { 'WWW-Authenticate': 'Basic realm="GNS3 server"' };
    return authorization === basic ? undefined : { status: 401, text: '', headers };
  }
  if (authorization === `Bearer ${TOKEN}`) return undefined;
  const message = authorization === undefined ? 'Not authenticated' : 'Could not validate credentials';
  return { status: 401, value: { message }, headers: BEARER };
}

function valueAt(
  path: string,
  api: 'v2' | 'v3',
  version: string,
  world: FakeWorld,
): { readonly value: unknown } | { readonly why: string } {
  if (path === '/version') {
    return { value: api === 'v2' ? { local: true, version } : { controller_host: '127.0.0.1', version, local: false } };
  }
  if (path === '/projects') return { value: world.projects };
  if (path === '/computes') return { value: world.computes };
  const [, kind, rawId = '', ...rest] = path.split('/');
  const [id, part] = [decodeURIComponent(rawId), rest.join('/')];
  if (kind === 'computes') {
    const isPorts = part === (api === 'v2' ? 'ports' : 'network/ports');
    return isPorts ? { value: world.ports[id] ?? NO_PORTS } : { why: `GET ${path} not found` };
  }
  const project = world.projects.find(({ project_id }) => project_id === id);
  if (kind !== 'projects' || project === undefined) return { why: `Project ID ${id} doesn't exist` };
  if (part === '') return { value: project };
  if (part === 'nodes') return { value: world.nodes[id] ?? [] };
  if (part === 'links') return { value: world.links[id] ?? [] };
  return { why: `GET ${path} not found` };
}
