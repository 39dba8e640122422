/**
 * The address of a file of the project, such as `docs/checks/NIO001-same-base-udp.md`, where `homepage` of
 * package.json is the folder in which its files can be read; of the folder itself without `path`. Undefined
 * if `homepage` is not an address of the web: none is made up.
 */
export function pageUri(homepage: string | undefined, path = ''): string | undefined {
  if (homepage === undefined || !URL.canParse(homepage)) return undefined;
  const { protocol, origin, pathname, href } = new URL(homepage);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  return path === '' ? href : `${origin}${pathname.replace(/\/*$/, '/')}${path}`;
}
