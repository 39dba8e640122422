import { wrapText } from '../../../output/wrap-text.ts';

/** The lines of a text, each two columns to the right, none wider than `width`. */
export function indented(text: string, width: number): string[] {
  return wrapText(text, width - 2).map((line) => `  ${line}`);
}
