import { readFileSync } from 'node:fs';
import type { Instead } from './fake-gns3-server.ts';

const RECORDED = new URL('../fixtures/gns3-live/', import.meta.url);

/** An answer as curl -i has recorded it: of one that was redirected, the first. */
export interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads `gns3-2.2/api/version.http`; a file of another kind is the body of a 200. */
function recordedAnswer(name: string): RecordedAnswer {
  const text = readFileSync(new URL(name, RECORDED), 'utf8').replaceAll('\r\n', '\n');
  if (!name.endsWith('.http')) return { status: 200, headers: { 'content-type': 'application/json' }, body: text };
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, end).split('\n');
  // Names that were made neutral have changed the lengths of bodies.
  const headers = lines.filter((line) => !/^content-length:/i.test(line)).map((line) => line.split(/:\s*(.*)/s));
  return {
    status: Number(first.split(' ')[1]),
    headers: Object.fromEntries(headers.map(([key = '', value = '']) => [key.toLowerCase(), value])),
    body: text.slice(end + 2),
  };
}

/**
 * Has a fake server answer as recorded; `fileOf` says which file for a request, undefined leaves it to the
 * server.
 */
export function asRecorded(
  fileOf: (method: string, path: string, authorization?: string) => string | undefined,
): Instead {
  return ({ method = '', url = '', headers: { authorization } }, response) => {
    const name = fileOf(method, url, authorization);
    if (name === undefined) return undefined;
    const { status, headers, body } = recordedAnswer(name);
    response.writeHead(status, headers).end(body);
    return true;
  };
}
