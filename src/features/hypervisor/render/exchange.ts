import { replyLines } from '../../../output/reply-lines.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { Exchange } from '../../../world/hypervisor/embedded/embedded-hypervisor.ts';

/** One command and its reply, as a log of the embedded hypervisor shows them. */
export function renderExchange({ client, words, reply }: Exchange): string {
  const command = words === undefined ? '(not a command)' : words.join(' ');
  return [`${client} > ${command}`, ...replyLines(reply).map((line) => `${client} < ${line}`)].map(safeText).join('\n');
}
