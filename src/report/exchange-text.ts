import type { Exchange } from '../hypervisor/embedded/embedded-hypervisor.ts';
import { safeText } from './safe-text.ts';

/** One command and its reply, as a log of the embedded hypervisor shows them. */
export function renderExchange({ client, words, reply }: Exchange): string {
  const command = words === undefined ? '(not a command)' : words.join(' ');
  const lines = [...reply.messages.map((message) => `101 ${message}`), `${reply.code}-${reply.text}`];
  return [`${client} > ${command}`, ...lines.map((line) => `${client} < ${line}`)].map(safeText).join('\n');
}
