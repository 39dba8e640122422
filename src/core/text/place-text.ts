import type { Location } from '../lab/lab.ts';

/**
 * `lab.net:12:3`, as compilers print a place: editors and terminals can jump to it; in an archive
 * `lab.gns3project:project.gns3:12:3`.
 */
export function placeText({ file, within, line, column }: Location): string {
  return `${within === undefined ? file : `${file}:${within}`}:${line}:${column}`;
}
