/** Pictures that niostat itself draws for a page: their title is the command that prints them. */
import { posix } from 'node:path';

/** `![words for those who do not see it](PATH "niostat simulate LAB --format svg")`. */
const DRAWING = /!\[[^\]]+\]\(([^)\s]+\.svg) "niostat ([^"]+)"\)/g;

export interface Drawing {
  /** Below the folder of the project. */
  readonly path: string;
  readonly args: readonly string[];
}

/** The drawings of a page, whose path is below the folder of the project. */
export function drawingsIn(page: string, text: string): Drawing[] {
  return [...text.matchAll(DRAWING)].map(([, path = '', command = '']) => ({
    path: posix.join(posix.dirname(page), path),
    args: command.split(' '),
  }));
}
