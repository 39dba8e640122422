/** `webmin (pid 812)`: the program that holds a socket. */
export function holderName({ process, pid }: { readonly process?: string; readonly pid?: number }): string {
  if (pid === undefined) return 'a program that this user may not look into';
  return process === undefined ? `process ${pid}` : `${process} (pid ${pid})`;
}
