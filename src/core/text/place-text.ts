import type { Location } from '../lab/lab.ts';

/** `lab.net:12:3`, as compilers print a place: editors and terminals can jump to it. */
export function placeText({ file, line, column }: Location): string {
  return `${file}:${line}:${column}`;
}
