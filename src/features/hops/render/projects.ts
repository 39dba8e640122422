import { hostPortText } from '../../../core/address/host-port.ts';
import { counted } from '../../../core/text/counted.ts';
import { commandWord } from '../../../core/text/shell-word.ts';
import { renderColumns } from '../../../output/columns.ts';
import type { Page } from '../../../output/paint.ts';
import { indent } from '../../../output/prose.ts';
import { safeResult } from '../../../output/safe-text.ts';
import type { ProjectsResult } from '../result.ts';

/** The projects of a server, the open ones with the command that shows their links. */
export function renderProjects(unsafe: ProjectsResult, { paint, width }: Page, base: string): string {
  const { server, projects } = safeResult(unsafe);
  const open = projects.filter(({ status }) => status === 'opened');
  const at = `GNS3 ${server.version} at ${hostPortText(server.host, server.port)}`;
  const sum = open.length === 0 ? 'no project is open' : `${counted(open.length, 'project')} open`;
  const closed = projects.length - open.length;
  const headline = `${at}: ${sum}${closed === 0 ? '' : `, ${closed} closed`}`;
  const names = countsOf(projects.map(({ name }) => name));
  const rows = projects.map(({ id, name, status }) => {
    const word = names.get(name) === 1 ? encodeURIComponent(name) : id;
    return [status, name, status === 'opened' ? `niostat links ${commandWord(`${base}${word}`)}` : '-'];
  });
  const columns = [{ title: 'Status' }, { title: 'Project', wraps: true }, { title: 'Command' }];
  return [
    paint.strong(indent(headline, 0, width)),
    ...(rows.length === 0 ? [] : [renderColumns(columns, rows, width)]),
    ...(open.length === 0 && projects.length > 0
      ? [indent('Links are there while their project is open: open it in GNS3.', 0, width)]
      : []),
  ].join('\n\n');
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
