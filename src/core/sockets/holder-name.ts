import type { HostView } from './host-view.ts';

/** `webmin (pid 812)`: the program that holds a socket. */
export function holderName({
  process,
  pid,
}: {
  readonly process?: string | undefined;
  readonly pid?: number | undefined;
}): string {
  if (pid === undefined) return 'a program that only root can see';
  return process === undefined ? `process ${pid}` : `${process} (pid ${pid})`;
}

/**
 * The same for the process behind a row of a socket table, or behind whatever else names a process of that
 * host.
 */
export function ownerName(view: HostView, { pid }: { readonly pid?: number | undefined }): string {
  return holderName({ pid, process: pid === undefined ? undefined : view.table.processes.get(pid)?.name });
}
