import { replyLines } from '../../../output/reply-lines.ts';
import { safeText } from '../../../output/safe-text.ts';
import { wrapText } from '../../../output/wrap-text.ts';
import type { Exchange } from '../../../world/hypervisor/embedded/request-server.ts';

/** One command and its reply, as a log of the embedded hypervisor shows them; nothing is cut at `width`. */
export function renderExchange({ client, words, reply }: Exchange, width: number): string {
  const line = (sign: string, text: string): string => {
    const start = safeText(`${client} ${sign} `);
    const room = Math.max(NARROWEST, width - start.length);
    return start + wrapText(safeText(text), room).join(`\n${' '.repeat(start.length)}`);
  };
  const command = words === undefined ? '(not a command)' : words.join(' ');
  return [line('>', command), ...replyLines(reply).map((text) => line('<', text))].join('\n');
}

/** Of what is said, in columns. */
const NARROWEST = 20;
