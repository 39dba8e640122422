/** What the directory of an emulator tells: GNS3 starts each in the folder of its project. */
export interface WorkingDirectory {
  /** That of the project. */
  readonly folder: string;
  /** The name of that folder: the id of the project, unless the user has chosen another. */
  readonly folderName: string;
  /** The id of the node; absent for switches and hubs, which share a directory. */
  readonly nodeId: string | undefined;
}

/**
 * Reads `…/<project>/project-files/<emulator>/<node id>`; undefined for a directory of another program
 * (docs/FACTS.md, "Processes of GNS3").
 */
export function workingDirectory(directory: string | undefined): WorkingDirectory | undefined {
  const parts = /^(.*)[/\\]project-files(?:[/\\]+[^/\\]+(?:[/\\]+([^/\\]+))?|[/\\]|$)/.exec(directory ?? '');
  const [, folder, nodeId] = parts ?? [];
  if (folder === undefined) return undefined;
  return { folder, folderName: folder.split(/[/\\]/).at(-1) ?? folder, nodeId };
}
