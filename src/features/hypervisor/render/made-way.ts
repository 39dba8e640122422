import { safeText } from '../../../output/safe-text.ts';
import type { MadeWay } from '../../../world/network/connections.ts';

/** What is said of a client that had to go because there were too many. */
export function renderMadeWay({ gone, newcomer, idleMs }: MadeWay): string {
  const text =
    newcomer === undefined
      ? `too many clients: ${gone} was turned away, because all others have a command in progress`
      : `too many clients: ${gone}, idle for ${Math.round(idleMs / 1000)} s, made way to ${newcomer}`;
  return safeText(text);
}
