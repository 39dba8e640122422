import type { Gns3Target } from '../../core/open-project/gns3-target.ts';
import { liveLinks } from '../../core/open-project/live-links.ts';
import type { OpenProject } from '../../core/open-project/open-project.ts';
import { orphansOf } from '../../core/open-project/orphans.ts';
import { quietUi, type Ui } from '../../core/ui.ts';
import type { ServerOptions } from '../../world/gns3-server/server-options.ts';
import { type ProjectHere, projectHere, type SilentServer } from './live/project-here.ts';
import { listProjects, type ReadOptions, readProject } from './live/read-project.ts';
import { type HopsResult, outcomeOfHops, type ProjectsResult } from './result.ts';
import { type SelectionOptions, selectionOf } from './selection.ts';
import { worstFirst } from './worst-first.ts';

/**
 * The project of a `.gns3` file, if a server of this host has it open; or why a server does not say so. Costs
 * one connection to this host.
 */
export async function openProjectOf(
  file: string,
  options: ServerOptions,
  ui: Ui = quietUi(),
): Promise<ProjectHere | SilentServer | undefined> {
  return await projectHere(file, options, ui);
}

export interface HopsOptions extends ReadOptions, SelectionOptions {}

/**
 * The links of an open project of a GNS3 server, as they are there, hop by hop. Changes nothing anywhere.
 * Each call has everything read anew, with what has passed since the look before.
 */
export function watchHops(target: Gns3Target, options: HopsOptions, ui: Ui = quietUi()): () => Promise<HopsResult> {
  // Before anything is asked: a filter that cannot be read is an error of the command line.
  const hasLink = selectionOf(options);
  let before: OpenProject | undefined;
  return async () => {
    const read = await readProject(target, options, ui);
    const project = read.earlier === undefined && before !== undefined ? { ...read, earlier: before.hosts } : read;
    before = read;
    return hopsResult(project, hasLink);
  };
}

/** What is said of a project that was read; pure. */
export function hopsResult(project: OpenProject, hasLink: (link: HopsResult['links'][number]) => boolean): HopsResult {
  const { says, hosts, earlier, notRead } = project;
  const all = liveLinks(project);
  const links = worstFirst(all.filter(hasLink));
  const orphans = orphansOf(project);
  const [now, then] = [hosts[0]?.atMs, earlier?.[0]?.atMs];
  const result = {
    server: says.server,
    project: { id: says.project.id, name: says.project.name },
    links,
    filteredOut: all.length - links.length,
    orphans,
    notRead,
    limits: [...new Set([...says.limits, ...hosts.flatMap(({ limits }) => limits)])],
    ...(now === undefined || then === undefined ? {} : { intervalMs: Math.round(now - then) }),
  };
  return { schemaVersion: 1, outcome: outcomeOfHops(result), ...result };
}

/** The projects of the server of a target that names none. */
export async function projectsOf(
  target: Gns3Target,
  options: ReadOptions,
  ui: Ui = quietUi(),
): Promise<ProjectsResult> {
  const { server, projects } = await listProjects(target, options, ui);
  const sorted = [...projects].sort(
    (a, b) => Number(b.status === 'opened') - Number(a.status === 'opened') || (a.name < b.name ? -1 : 1),
  );
  return {
    schemaVersion: 1,
    outcome: 'clean',
    server,
    projects: sorted.map(({ id, name, status }) => ({ id, name, status })),
  };
}
