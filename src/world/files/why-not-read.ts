import { REASONS } from './reasons.ts';

/**
 * Why the system does not let a file or folder be read, for the end of a sentence. A name that is no UTF-8
 * comes from Node with U+FFFD for the bytes that are wrong, and nothing is called so.
 */
export function whyNotRead(path: string, code: string, message: string): string {
  if (code === 'ENOENT' && path.includes('\ufffd')) return 'its name is not UTF-8; rename it';
  if (path === '') return 'the name is empty';
  return REASONS[code] ?? message;
}
