import { hostPortText } from '../../core/address/host-port.ts';
import type { Gns3Target } from '../../core/open-project/gns3-target.ts';
import type {
  Gns3Api,
  Gns3Server,
  PortsInUse,
  ServerCompute,
  ServerProject,
  ServerSays,
} from '../../core/open-project/server.ts';
import type { Ui } from '../../core/ui.ts';
import { Gns3Client } from './client.ts';
import { findServers } from './find-servers.ts';
import { Gns3ServerError } from './gns3-server-error.ts';
import { outsideText } from './outside-text.ts';
import { computeOf, linkOf, nodeOf, portsInUseOf, projectOf, type ToldCompute } from './schemas.ts';
import type { ServerOptions } from './server-options.ts';
import { Limits, UnknownAnswer } from './told.ts';

/** The compute that is the server itself; 3.x does not list it. */
const LOCAL = 'local';

/** What a server says of itself, without one of its projects. */
export type ServerAlone = Omit<ServerSays, 'project' | 'nodes' | 'links'>;

/**
 * What the server of the target says of the project that it names. Sends GETs only, and the login of GNS3 3.
 * Throws `Gns3ServerError`: exit 3 where the server cannot be asked, 2 for a project that it does not have,
 * several of one name, or one that is closed.
 */
export async function readServer(target: Gns3Target, options: ServerOptions, ui: Ui): Promise<ServerSays> {
  return await withServer(target, options, ui, async (client, server, limits) => {
    const projects = await projectsOf(client, server, limits);
    const project = chosen(projects, target, client, options.takesClosed ?? false);
    ui.progress(`asking ${hostPortText(server.host, server.port)} for the nodes and links`);
    const path = `/${server.api}/projects/${encodeURIComponent(project.id)}`;
    const nodes = distinct((await client.get(`${path}/nodes`, limits)).each(nodeOf), 'node', limits);
    const links = distinct((await client.get(`${path}/links`, limits)).each(linkOf), 'link', limits);
    const usedBy = new Set(project.status === 'opened' ? nodes.map(({ computeId }) => computeId) : []);
    const alone = await aloneOf(client, server, projects, usedBy, limits);
    return { ...alone, project, nodes, links, limits: limits.all };
  });
}

/** The same without a project, whichever the target names. */
export async function readServerAlone(target: Gns3Target, options: ServerOptions, ui: Ui): Promise<ServerAlone> {
  return await withServer(target, options, ui, async (client, server, limits) => {
    const projects = await projectsOf(client, server, limits);
    return await aloneOf(client, server, projects, new Set(), limits);
  });
}

/** The projects of the server of a target, open and closed. Throws `Gns3ServerError`. */
export async function listOpenProjects(
  target: Gns3Target,
  options: ServerOptions,
  ui: Ui,
): Promise<Pick<ServerSays, 'server' | 'projects' | 'limits'>> {
  return await withServer(target, options, ui, async (client, server, limits) => {
    return { server, projects: await projectsOf(client, server, limits), limits: limits.all };
  });
}

async function aloneOf(
  client: Gns3Client,
  server: Gns3Server,
  projects: readonly ServerProject[],
  usedBy: ReadonlySet<string>,
  limits: Limits,
): Promise<ServerAlone> {
  const computes = await computesOf(client, server, usedBy, limits);
  const portsInUse = await portsOf(client, server.api, computes, limits);
  return { server, projects, computes, portsInUse, limits: limits.all };
}

/** Does `work` with the server of the target, or with the one of this host that runs. */
async function withServer<T>(
  target: Gns3Target,
  options: ServerOptions,
  ui: Ui,
  work: (client: Gns3Client, server: Gns3Server, limits: Limits) => Promise<T>,
): Promise<T> {
  const { timeoutMs, insecure: isInsecure, kept } = options;
  const { servers, remarks } = await findServers(target, options, ui.signal);
  const limits = new Limits();
  for (const remark of remarks) limits.add(remark);
  let first: Gns3ServerError | undefined;
  for (const { address, findCredentials } of servers) {
    const client = new Gns3Client(address, { timeoutMs, signal: ui.signal, findCredentials, isInsecure, kept });
    try {
      ui.progress(`asking ${hostPortText(address.host, address.port)}`);
      return await work(client, await serverOf(client), limits);
    } catch (error) {
      if (error instanceof UnknownAnswer) throw client.error('BAD_ANSWER', error.message, CHANGED);
      // Several versions of GNS3 may be installed here, of which one runs.
      const isNotThere = error instanceof Gns3ServerError && error.code === 'NOT_REACHED';
      if (!isNotThere) throw error;
      first ??= error;
    } finally {
      client.close();
    }
  }
  throw first;
}

const CHANGED = 'this GNS3 answers in another way than 2.2 and 3.0 do';

/** Finds out which API the server has: each answers 404 to the path of the other. */
async function serverOf(client: Gns3Client): Promise<Gns3Server> {
  const { host, port, protocol, isHere } = client.server;
  const limits = new Limits();
  for (const api of ['v3', 'v2'] as const) {
    const told = await client.getIfThere(`/${api}/version`, limits);
    if (told === undefined) continue;
    return { host, port, protocol, api, version: told.needObject().field('version').needText(), isHere };
  }
  throw client.error(
    'NOT_GNS3',
    'what answers there is no GNS3 server of version 2 or 3',
    'name the port of the server: gns3://host:3080/PROJECT',
  );
}

async function projectsOf(client: Gns3Client, { api }: Gns3Server, limits: Limits): Promise<readonly ServerProject[]> {
  return distinct((await client.get(`/${api}/projects`, limits)).each(projectOf), 'project', limits);
}

/** Each id once: the first counts. */
function distinct<T extends { readonly id: string }>(things: readonly T[], noun: string, limits: Limits): readonly T[] {
  const byId = new Map<string, T>();
  for (const thing of things) {
    if (byId.has(thing.id))
      limits.add(`the server tells two ${noun}s with the id ${outsideText(thing.id)}: the first counts`);
    else byId.set(thing.id, thing);
  }
  return [...byId.values()];
}

function chosen(
  projects: readonly ServerProject[],
  { project: wanted = '' }: Gns3Target,
  client: Gns3Client,
  takesClosed: boolean,
): ServerProject {
  const byId = projects.filter(({ id }) => id.toLowerCase() === wanted.toLowerCase());
  const found = byId.length > 0 ? byId : projects.filter(({ name }) => name === wanted);
  const [project] = found;
  const shown = outsideText(wanted);
  if (project === undefined) throw client.error('NO_SUCH_PROJECT', `it has no project "${shown}"`, others(projects));
  if (found.length > 1) {
    const ids = found.map(({ id, status }) => `${outsideText(id)} (${outsideText(status)})`).slice(0, MOST_LISTED);
    throw client.error(
      'SEVERAL_PROJECTS',
      `it has ${found.length} projects that are called "${shown}"`,
      `name one by its id: ${ids.join(', ')}`,
    );
  }
  if (project.status !== 'opened' && !takesClosed) {
    throw client.error(
      'PROJECT_CLOSED',
      `the project "${outsideText(project.name)}" is ${outsideText(project.status)}: none of its links is there`,
      'open it in GNS3 first; niostat preflight with this project says what will happen then',
    );
  }
  return project;
}

const MOST_LISTED = 10;

function others(projects: readonly ServerProject[]): string {
  if (projects.length === 0) return 'it has no project at all';
  const names = projects
    .slice(0, MOST_LISTED)
    .map(({ name, status }) => `"${outsideText(name)}" (${outsideText(status)})`);
  const more = projects.length > MOST_LISTED ? ` and ${projects.length - MOST_LISTED} more` : '';
  return `it has ${names.join(', ')}${more}`;
}

/** With the server itself, which 3.x does not list. 3.x does not say either to which it is connected. */
async function computesOf(
  client: Gns3Client,
  { api, host, port, protocol, version }: Gns3Server,
  usedBy: ReadonlySet<string>,
  limits: Limits,
): Promise<readonly ServerCompute[]> {
  const path = `/${api}/computes`;
  const told = distinct((await client.get(path, limits)).each(computeOf), 'compute', limits);
  const computes = told.map(({ saysConnected, ...compute }: ToldCompute): ServerCompute => {
    return { ...compute, isConnected: saysConnected ?? usedBy.has(compute.id) };
  });
  if (computes.some(({ id }) => id === LOCAL)) return computes;
  return [{ id: LOCAL, name: LOCAL, host, port, protocol, isConnected: true, version }, ...computes];
}

const PORTS: Readonly<Record<Gns3Api, string>> = { v2: 'ports', v3: 'network/ports' };

/** Those of computes that the server is connected to: it would connect to another in order to ask it. */
async function portsOf(
  client: Gns3Client,
  api: Gns3Api,
  computes: readonly ServerCompute[],
  limits: Limits,
): Promise<readonly PortsInUse[]> {
  const all: PortsInUse[] = [];
  for (const { id, name, isConnected } of computes) {
    const what = `the ports in use of the compute "${outsideText(name)}" are not known`;
    if (!isConnected) {
      limits.add(`${what}: the server has no connection to it`);
      continue;
    }
    const told = await portsTold(client, `/${api}/computes/${encodeURIComponent(id)}/${PORTS[api]}`, limits);
    if (typeof told === 'string') limits.add(`${what}: ${told}`);
    else all.push(portsInUseOf(told, id));
  }
  return all;
}

/** The answer, or why there is none, in a clause. */
async function portsTold(client: Gns3Client, path: string, limits: Limits) {
  try {
    return (await client.get(path, limits)).needObject();
  } catch (error) {
    if (error instanceof UnknownAnswer || error instanceof Gns3ServerError) return error.message;
    throw error;
  }
}
