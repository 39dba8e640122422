import type { Reply } from '../hypervisor/reply.ts';
import type { SendResult } from '../services/send.ts';
import { safeText } from './safe-text.ts';

/** The lines of a reply, as the hypervisor writes them. */
export function replyLines({ code, text, messages }: Reply): string[] {
  return [...messages.map((message) => `101 ${message}`), `${code}-${text}`];
}

/** The reply to one command. */
export function renderReply({ reply }: SendResult): string {
  return replyLines(reply).map(safeText).join('\n');
}
