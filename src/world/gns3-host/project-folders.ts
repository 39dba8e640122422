import type { ServerNode, ServerSays } from '../../core/open-project/server.ts';

const SWITCHES: ReadonlySet<string> = new Set(['ethernet_switch', 'ethernet_hub', 'frame_relay_switch', 'atm_switch']);

/** The folders of a project on one host: what its processes work in tells whose they are. */
export class ProjectFolders {
  /** Folder → node. */
  readonly nodes: ReadonlyMap<string, ServerNode>;
  /** Names of the switches and hubs on the host, which have no folders of their own. */
  readonly switches: ReadonlySet<string>;
  /** Where each `dynamips` folder of the project may be. */
  readonly dynamipsFolders: readonly string[];
  private readonly bases: ReadonlySet<string>;
  private readonly infix: string;

  /** `computeIds` are the computes that the host is. */
  constructor({ project, nodes }: Pick<ServerSays, 'project' | 'nodes'>, computeIds: readonly string[]) {
    const here = nodes.filter(({ computeId }) => computeIds.includes(computeId));
    this.nodes = new Map(
      here.flatMap((node): [string, ServerNode][] =>
        node.directory === undefined ? [] : [[trimmed(node.directory), node]],
      ),
    );
    this.switches = new Set(here.flatMap(({ type, name }) => (SWITCHES.has(type) ? [name] : [])));
    // A folder of a project that is elsewhere is called by its id.
    this.infix = `/${project.id}/project-files`;
    const own = project.path === undefined ? [] : [`${trimmed(project.path)}/project-files`];
    this.bases = new Set([...own, ...[...this.nodes.keys()].flatMap((folder) => baseOf(folder) ?? [])]);
    this.dynamipsFolders = [...this.bases].map((base) => `${base}/dynamips`);
  }

  /** True if a process that works there is one of this project. */
  has(directory: string): boolean {
    for (const base of this.bases) if (directory === base || directory.startsWith(`${base}/`)) return true;
    return directory.includes(`${this.infix}/`) || directory.endsWith(this.infix);
  }
}

function trimmed(folder: string): string {
  return folder.replace(/[\\/]+$/, '');
}

function baseOf(folder: string): string | undefined {
  return /^(.*[\\/]project-files)[\\/]/.exec(folder)?.[1];
}
