import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { PageProgram } from '../output/page/page-program.ts';
import { readOwnFile } from '../world/files/own-files.ts';

/**
 * The program of pages and its style sheet, as the build has made them below `root`, the folder of the
 * package. Only a command that writes a page reads it.
 */
export function readPageProgram(root: string, name: 'page' | 'playground' = 'page'): PageProgram {
  const read = (file: string): string => readOwnFile(join(root, 'dist', 'page', file));
  const script = read(`${name}.js`);
  const style = read(`${name}.css`);
  return { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
}

/** As a content security policy names an inline script or style. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
