import type { SendResult } from '../services/send.ts';
import { replyLines } from './reply-lines.ts';
import { safeText } from './safe-text.ts';

/** The reply to one command. */
export function renderReply({ reply }: SendResult): string {
  return replyLines(reply).map(safeText).join('\n');
}
