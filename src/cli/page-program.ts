import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PageProgram } from '../output/page/page-program.ts';

/**
 * The program of pages and its style sheet, as the build has made them below `root`, the folder of the
 * package. Only a command that writes a page reads it.
 */
export function readPageProgram(root: string, name: 'page' | 'playground' = 'page'): PageProgram {
  const read = (file: string): string => readFileSync(join(root, 'dist', 'page', file), 'utf8');
  const script = read(`${name}.js`);
  const style = read(`${name}.css`);
  return { script, style, scriptHash: hashOf(script), styleHash: hashOf(style) };
}

/** As a content security policy names an inline script or style. */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
