import { hanging } from '../../../output/hanging.ts';
import type { Page } from '../../../output/paint.ts';

/**
 * A page of Markdown whose paragraphs and lists are wrapped anew, as wide as the window. Code stays as it is,
 * and so does everything where lines are not cut.
 */
export function rewrapped(markdown: string, { width, paint }: Page): string {
  const blocks: Block[] = [];
  for (const line of markdown.split('\n')) addLine(blocks, line);
  return blocks
    .map(({ kind, mark, text }) => {
      if (kind === 'heading') return paint.strong(text);
      if (kind === 'code' || width === Number.POSITIVE_INFINITY) return text;
      return hanging(mark, text.slice(mark.length).replace(/\n\s*/g, ' '), mark.length, width);
    })
    .join('\n');
}

interface Block {
  readonly kind: 'heading' | 'code' | 'blank' | 'prose';
  /** Of an item of a list: `- `. */
  readonly mark: string;
  /** Its lines. */
  text: string;
}

/** A line begins a block, or goes on with the paragraph or item before it. */
function addLine(blocks: Block[], line: string): void {
  const last = blocks.at(-1);
  if (line === '') blocks.push({ kind: 'blank', mark: '', text: '' });
  else if (/^#+ /.test(line)) blocks.push({ kind: 'heading', mark: '', text: line });
  else if (/^ {4}/.test(line)) blocks.push({ kind: 'code', mark: '', text: line });
  else {
    const isInside = last?.kind === 'prose';
    // A number with a dot at the start of a line may end a sentence.
    const mark = (isInside && last.mark === '' ? undefined : /^(- |\d+\. )/.exec(line)?.[0]) ?? '';
    if (isInside && mark === '') last.text += `\n${line}`;
    else blocks.push({ kind: 'prose', mark, text: line });
  }
}
