import { liveLinks } from '../../core/open-project/live-links.ts';
import type { OpenProject } from '../../core/open-project/open-project.ts';
import { type Reopening, reopening } from '../../core/open-project/reopening.ts';
import type { Gns3Server, ServerProject } from '../../core/open-project/server.ts';
import { type Outcome, outcomeOf } from '../../core/outcome.ts';

/** The ports of an open project now, and after it was closed and opened again. */
export interface ReopenResult extends Reopening {
  readonly schemaVersion: 1;
  /** `unknown` if the ports of a link are not known now. */
  readonly outcome: Outcome;
  readonly server: Gns3Server;
  readonly project: Pick<ServerProject, 'id' | 'name'>;
}

/**
 * Simulates that an open project is closed and opened again, and compares that with what is there now.
 * Pure.
 */
export function reopen(project: OpenProject): ReopenResult {
  const { says, hosts, notRead } = project;
  const found = reopening(project, liveLinks(project));
  const unread = notRead.map(({ name, why }) => `${name} was not looked at: ${why}`);
  const isUnknown = found.links.some(
    ({ now, oneOf }) => oneOf === undefined && now.every((port) => port === undefined),
  );
  return {
    schemaVersion: 1,
    outcome: outcomeOf({ unknown: isUnknown, findings: false }),
    server: says.server,
    project: { id: says.project.id, name: says.project.name },
    ...found,
    limits: [...new Set([...found.limits, ...unread, ...says.limits, ...hosts.flatMap(({ limits }) => limits)])],
  };
}
