/** Pages to open: each is written once, by the built program, and stays until the tests end. */
import { readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { Folder, niostat } from '../support/cli.ts';
import { niostat as niostatHere } from '../support/run-in-process.ts';
import { eventsOf, type TraceLine } from '../support/trace-rows.ts';

/** The paths of all scenarios, from the folder of the project. */
export const SCENARIOS = readdirSync(new URL('../../scenarios/', import.meta.url))
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => `scenarios/${file}`);

export const MESH = 'scenarios/full-mesh-3-routers.yaml';
export const SAME_BASE = 'scenarios/two-hypervisors-same-base.yaml';

const folder = new Folder();
const written = new Map<string, Promise<string>>();

/** Writes the page of a command, and gives its address. */
export function pageOf(...args: readonly string[]): Promise<string> {
  const key = JSON.stringify(args);
  const known = written.get(key);
  if (known !== undefined) return known;
  const page = write(args, `${written.size}.html`);
  written.set(key, page);
  return page;
}

async function write(args: readonly string[], name: string): Promise<string> {
  const { code, stdout, stderr } = await niostat([...args, '--format', 'html']);
  // 1 is a finding, which a page may show.
  if (code !== 0 && code !== 1) throw new Error(`niostat ${args.join(' ')} has ended with ${code}: ${stderr}`);
  return pathToFileURL(folder.file(name, stdout)).href;
}

/** Writes a lab for one test file, and gives its path. */
export function labFile(name: string, text: string): string {
  return folder.file(`labs/${name}`, text);
}

/** What happens in a lab, as `simulate --trace` tells it with this Dynamips. */
export async function traceOf(lab: string, ...args: readonly string[]): Promise<TraceLine[]> {
  const { code, stdout, stderr } = await niostatHere(['simulate', lab, '--trace', '--format', 'jsonl', ...args]);
  if (code !== 0) throw new Error(`the trace of ${lab} has ended with ${code}: ${stderr}`);
  return eventsOf(stdout);
}

/** What `--json` says of a lab. */
export async function jsonOf<T>(...args: readonly string[]): Promise<T> {
  const { stdout } = await niostatHere([...args, '--json']);
  return JSON.parse(stdout) as T;
}
