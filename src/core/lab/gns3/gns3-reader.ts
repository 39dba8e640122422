import { present } from '../../present.ts';
import { fileStem } from '../hypervisor.ts';
import type { Lab } from '../lab.ts';
import { ProblemList, type ReadResult } from '../problem.ts';
import { type JsonNode, readJsonText } from '../text/json-text.ts';
import { GNS3_1 } from './gns3-1.ts';
import { GNS3_2 } from './gns3-2.ts';
import { readNodes } from './gns3-devices.ts';
import type { Gns3Generation } from './gns3-generation.ts';
import { Gns3Servers } from './gns3-servers.ts';
import { Gns3Source, type JsonObject } from './gns3-source.ts';
import { allocatorOfProject, versionOfProject } from './gns3-version.ts';
import { Gns3Wiring } from './gns3-wiring.ts';

/**
 * The largest project that is read. The tree of its values takes some ten times as much memory; the largest
 * published ones are a few megabytes, most of it drawings.
 */
const MAX_CHARACTERS = 32_000_000;

/**
 * Reads a GNS3 project of any generation: 1.x (no revision, 3, 4), 2.x (5 to 9) and 3.x (10 and later). Pure,
 * linear, never throws. Whatever cannot be used is a warning at its place; there is an error only if there is
 * no topology at all. `within` is the file in the archive `file`, if it is one.
 */
export function readGns3(text: string, file: string, within?: string): ReadResult<Lab> {
  const problems = new ProblemList(file, within);
  if (text.length > MAX_CHARACTERS) {
    problems.error(`a GNS3 project may have ${MAX_CHARACTERS} characters; this one has ${text.length}`, 1, 1);
    return { labs: [], problems: problems.finish() };
  }
  const document = readJsonText(text, problems);
  const lab =
    document && readProject(new Gns3Source(present({ file, within }), document, problems), document.root, file);
  return { labs: lab === undefined || problems.hasErrors ? [] : [lab], problems: problems.finish() };
}

function readProject(source: Gns3Source, project: JsonNode, file: string): Lab | undefined {
  if (project.type !== 'object') {
    source.error(project, 'this is not a GNS3 project: it is not an object');
    return undefined;
  }
  const topology = source.object(project, 'topology');
  if (topology === undefined) {
    source.error(project, 'this is not a GNS3 project: there is no topology in it');
    return undefined;
  }
  const revision = source.whole(project, 'revision', [0, 1000]);
  const version = source.text(project, 'version');
  const records = source.objects(topology, 'nodes');
  const generation = generationOf(topology, records, version, revision);
  const servers = new Gns3Servers(source, source.objects(topology, generation.servers), generation);
  const nodes = readNodes(source, records, servers, generation);
  if (nodes.size === 0) source.warn(topology, 'there is no device in this project');
  const wiring = new Gns3Wiring(source);
  generation.connect(source, wiring, source.objects(topology, 'links'), nodes);
  return present({
    name: source.text(project, 'name') ?? fileStem(file),
    file,
    format: 'gns3' as const,
    allocator: allocatorOfProject(version, revision ?? generation.usualRevision),
    savedBy: versionOfProject(version),
    hypervisors: servers.used,
    images: [],
    devices: [...nodes.values()].map(({ device }) => device),
    links: wiring.links,
    events: [],
  });
}

/**
 * The first revision with computes, and links between adapters and ports; before, there were servers and
 * numbered ports.
 */
const FIRST_REVISION_OF_2 = 5;

/** The generation of a project: by what only one of them has, else by what the file says of itself. */
function generationOf(
  topology: JsonObject,
  nodes: readonly JsonObject[],
  version: string | undefined,
  revision: number | undefined,
): Gns3Generation {
  if (topology.entries.has('servers')) return GNS3_1;
  if (topology.entries.has('computes')) return GNS3_2;
  if (revision !== undefined) return revision < FIRST_REVISION_OF_2 ? GNS3_1 : GNS3_2;
  if (version !== undefined) return /^\s*[01]\./.test(version) ? GNS3_1 : GNS3_2;
  return nodes[0]?.entries.has('node_id') === true ? GNS3_2 : GNS3_1;
}
