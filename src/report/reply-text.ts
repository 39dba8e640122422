import type { SendResult } from '../services/send.ts';
import { safeText } from './safe-text.ts';

/** The reply line by line, as the hypervisor wrote it. */
export function renderReply({ reply }: SendResult): string {
  return [...reply.messages.map((message) => `101 ${message}`), `${reply.code}-${reply.text}`].map(safeText).join('\n');
}
