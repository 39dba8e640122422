import { isLiveWell } from '../../../core/open-project/live-link.ts';
import type { HopsResult } from '../result.ts';

/** What is shown already. */
interface Shown {
  /** True if other hosts were to be read. */
  readonly ssh: boolean;
  readonly command: string;
  readonly explain: boolean;
  readonly hops: boolean;
}

/** The command that says more of what was seen. */
export function nextCommand(result: HopsResult, { command, explain, hops, ssh }: Shown): string | undefined {
  const { links, intervalMs, notRead } = result;
  if (notRead.length > 0 && !ssh) {
    // Where the server's own host was not read, it is not known by which name ssh reaches it.
    return notRead.some(({ computeId }) => computeId === 'local') ? undefined : `${command} --ssh`;
  }
  const worst = links.find(({ state }) => !isLiveWell(state));
  if (worst === undefined) {
    // Sockets alone do not tell that frames pass: two readings do.
    return intervalMs === undefined && links.length > 0 ? `${command} --interval 2s` : undefined;
  }
  if (!explain && !hops) return `${command} --explain`;
  if (!hops) return `${command} --hops --filter 'state ${worst.state.toLowerCase()}'`;
  return undefined;
}
