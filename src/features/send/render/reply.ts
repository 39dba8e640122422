import { replyLines } from '../../../output/reply-lines.ts';
import { safeText } from '../../../output/safe-text.ts';
import type { SendResult } from '../send.ts';

/** The reply to one command. */
export function renderReply({ reply }: SendResult): string {
  return replyLines(reply).map(safeText).join('\n');
}
