/** A path as a URI reference (RFC 3986). `isRelative` says that it needs a base. */
export interface FileUri {
  readonly uri: string;
  readonly isRelative: boolean;
}

/**
 * The URI of a file as the user named it. On Windows `separator` is `\`; elsewhere that is a character of
 * names like any other.
 */
export function fileUri(path: string, separator: '/' | '\\'): FileUri {
  if (separator === '/') return path.startsWith('/') ? absolute(path) : { uri: encoded(path), isRelative: true };
  const slashed = path.replaceAll('\\', '/');
  if (slashed.startsWith('//')) return { uri: `file:${encoded(slashed)}`, isRelative: false };
  const drive = /^[A-Za-z]:\//.exec(slashed)?.[0];
  if (drive !== undefined) return { uri: `file:///${drive}${encoded(slashed.slice(drive.length))}`, isRelative: false };
  return slashed.startsWith('/') ? absolute(slashed) : { uri: encoded(slashed), isRelative: true };
}

function absolute(path: string): FileUri {
  return { uri: `file://${encoded(path)}`, isRelative: false };
}

/** Each segment percent-encoded; half a surrogate pair has no UTF-8 and becomes the replacement character. */
function encoded(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}
