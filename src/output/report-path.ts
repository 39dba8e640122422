import type { Location } from '../core/lab/lab.ts';
import type { Notice } from './notice.ts';

/** What the paths in a report are told by. */
export interface Paths {
  /** The folder in which niostat was started, absolute. */
  readonly folder: string;
  /** Of the paths of this system. */
  readonly separator: '/' | '\\';
}

/**
 * A path as it is compared with those of a repository: relative to `folder` if it lies below it, with `/`,
 * and without `.` and `..`; symbolic links are not followed. What lies elsewhere stays absolute, or relative
 * with `..` before it, as it was named. What is no path, such as `gns3://lab`, stays as it is.
 */
export function reportPath(file: string, { folder, separator }: Paths): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(file)) return file;
  const path = partsOf(file, separator);
  const base = partsOf(folder, separator);
  const whole = path.root === '' ? { root: base.root, segments: [...base.segments, ...path.segments] } : path;
  const segments = resolved(whole.segments, false);
  const same = separator === '/' ? (name: string) => name : (name: string) => name.toLowerCase();
  const isBelow =
    same(whole.root) === same(base.root) &&
    segments.length > base.segments.length &&
    base.segments.every((name, index) => same(name) === same(segments[index] ?? ''));
  if (isBelow) return segments.slice(base.segments.length).join('/');
  return `${path.root}${resolved(path.segments, path.root === '').join('/')}` || '.';
}

/** Notices with all of their files as `reportPath` tells them. */
export function withReportPaths(notices: readonly Notice[], paths: Paths): Notice[] {
  // Many notices are about few files.
  const known = new Map<string, string>();
  const told = (file: string): string => {
    const path = known.get(file) ?? reportPath(file, paths);
    known.set(file, path);
    return path;
  };
  const at = (location: Location): Location => ({ ...location, file: told(location.file) });
  return notices.map((notice) => ({
    ...notice,
    ...(notice.file !== undefined && { file: told(notice.file) }),
    ...(notice.location !== undefined && { location: at(notice.location) }),
    related: notice.related.map(at),
  }));
}

/** `C:/` and `//` are roots on Windows alone, where `\` is a separator. */
function partsOf(path: string, separator: '/' | '\\'): { root: string; segments: string[] } {
  const slashed = separator === '/' ? path : path.replaceAll('\\', '/');
  const root = (separator === '/' ? /^\// : /^(?:[A-Za-z]:\/|\/\/|\/)/).exec(slashed)?.[0] ?? '';
  const segments = slashed
    .slice(root.length)
    .split('/')
    .filter((name) => name !== '' && name !== '.');
  return { root, segments };
}

/** Without `..`, but for those at the beginning of a relative path if `keepsUp`. */
function resolved(segments: readonly string[], keepsUp: boolean): string[] {
  const result: string[] = [];
  for (const name of segments) {
    const last = result.at(-1);
    if (name !== '..') result.push(name);
    else if (last !== undefined && last !== '..') result.pop();
    else if (keepsUp) result.push(name);
  }
  return result;
}
