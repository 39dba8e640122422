import type { HostView } from './host-view.ts';

/** Linux cuts the name of a process after 15 bytes. */
const WHOLE_NAMES: Readonly<Record<string, string>> = {
  'niostat hypervi': 'niostat hypervisor',
  'niostat practic': 'niostat practice',
};

/** `webmin (pid 812)`: the program that holds a socket. */
export function holderName({
  process,
  pid,
}: {
  readonly process?: string | undefined;
  readonly pid?: number | undefined;
}): string {
  if (pid === undefined) return 'a program that only root can see';
  return process === undefined ? `process ${pid}` : `${WHOLE_NAMES[process] ?? process} (pid ${pid})`;
}

/**
 * The same for the process behind a row of a socket table, or behind whatever else names a process of that
 * host.
 */
export function ownerName(view: HostView, { pid }: { readonly pid?: number | undefined }): string {
  if (pid === undefined && view.table.hiddenFromRoot === true) return 'a program that is hidden even from root';
  return holderName({ pid, process: pid === undefined ? undefined : view.table.processes.get(pid)?.name });
}
