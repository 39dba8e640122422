import { Composer, isMap, isScalar, isSeq, type Node, Parser, type Scalar, type YAMLMap } from 'yaml';
import { parseHypervisorAddress } from '../hypervisor.ts';
import type { ChangedSetting, LabChange } from './lab-change.ts';
import type { TextEdit } from './text-edit.ts';

const HYPERVISOR_KEYS: Readonly<Record<Exclude<ChangedSetting, 'port'>, string>> = {
  udp: 'baseUdp',
  console: 'baseConsole',
  aux: 'baseAux',
};

/**
 * Edits, and of each which change it belongs to: a control port is written wherever its hypervisor is named.
 */
export interface ChangeEdits {
  readonly edits: readonly TextEdit[];
  readonly changeOf: readonly number[];
}

/**
 * The edits that make these changes in one document of a scenario that was read without errors;
 * `documentNumber` counts the labs of the file from 0. A value is replaced where it stands; where none is
 * written, its key comes right behind the address or the name. Everything else stays byte for byte. Throws if
 * a change speaks of something that is not there, which is a bug of the caller.
 */
export function editScenario(text: string, documentNumber: number, changes: readonly LabChange[]): ChangeEdits {
  const composer = new Composer({ uniqueKeys: false });
  const documents = [...composer.compose(new Parser().parse(text), true, text.length)].filter(
    ({ contents }) => contents !== null,
  );
  const root = documents[documentNumber]?.contents;
  if (!isMap(root)) throw new Error(`there is no lab ${documentNumber} in the file`);
  const hypervisors = mapsOf(root, 'hypervisors');
  const devices = new Map(
    mapsOf(root, 'devices')
      .reverse()
      .map((device) => [scalarAt(device, 'name')?.value, device]),
  );
  const names = new HypervisorNames(root);
  const edits: TextEdit[] = [];
  const changeOf: number[] = [];
  for (const [index, { target, setting, to }] of changes.entries()) {
    const map = target.type === 'hypervisor' ? hypervisors[target.index] : devices.get(target.name);
    if (map === undefined) throw new Error(`there is no place for ${JSON.stringify(target)}`);
    const made =
      target.type === 'device'
        ? [newNumber(text, map, { key: setting, behind: 'name', to })]
        : setting === 'port'
          ? names.of(map).map((node) => withPort(text, node, to))
          : [newNumber(text, map, { key: HYPERVISOR_KEYS[setting], behind: 'address', to })];
    for (const edit of made) {
      edits.push(edit);
      changeOf.push(index);
    }
  }
  return { edits, changeOf };
}

function itemsOf(map: YAMLMap, key: string): readonly unknown[] {
  const value = map.get(key, true);
  return isSeq(value) ? value.items : [];
}

function mapsOf(map: YAMLMap, key: string): YAMLMap[] {
  return itemsOf(map, key).filter((item) => isMap(item));
}

function scalarAt(map: YAMLMap, key: string): Scalar | undefined {
  const value: unknown = map.get(key, true);
  return isScalar(value) ? value : undefined;
}

/** Where a node stands, without the white space and comments behind it. */
function rangeOf(node: Node): { start: number; end: number } {
  const [start, end] = node.range ?? [0, 0];
  return { start, end };
}

/** `behind` is the key after which a new one comes. */
function newNumber(
  text: string,
  map: YAMLMap,
  { key, behind, to }: { key: string; behind: string; to: number },
): TextEdit {
  const value = scalarAt(map, key);
  if (value !== undefined) return { ...rangeOf(value), text: String(to) };
  const neighbour = scalarAt(map, behind);
  if (neighbour === undefined) throw new Error(`there is no ${behind} to put ${key} behind`);
  const { end } = rangeOf(neighbour);
  const entry = `${quotedLike(map, behind, key)}: ${to}`;
  if (map.flow) return { start: end, end, text: `, ${entry}` };
  const mapStart = rangeOf(map).start;
  const indent = ' '.repeat(mapStart - (text.lastIndexOf('\n', mapStart - 1) + 1) - (hasMark(text, mapStart) ? 1 : 0));
  const close = text[end - 1] === '\n' ? end - 1 : text.indexOf('\n', end);
  if (close >= 0) {
    const lineEnd = text[close - 1] === '\r' ? '\r\n' : '\n';
    return { start: close + 1, end: close + 1, text: `${indent}${entry}${lineEnd}` };
  }
  const lineEnd = text.includes('\r\n') ? '\r\n' : '\n';
  return { start: text.length, end: text.length, text: `${lineEnd}${indent}${entry}` };
}

/** A new key, in the quotes of one that is there: JSON is YAML, and stays JSON. */
function quotedLike(map: YAMLMap, neighbour: string, key: string): string {
  const other = map.items.map((pair) => pair.key).find((one) => isScalar(one) && one.value === neighbour);
  if (!isScalar(other)) return key;
  if (other.type === 'QUOTE_DOUBLE') return `"${key}"`;
  return other.type === 'QUOTE_SINGLE' ? `'${key}'` : key;
}

/** True if a byte order mark stands in the line of an offset: it has no width. */
function hasMark(text: string, offset: number): boolean {
  return text.startsWith('\uFEFF') && !text.slice(0, offset).includes('\n');
}

/** Where the control port of a hypervisor is written. */
class HypervisorNames {
  /** By address: the first hypervisor that has it, and what names it. */
  private readonly known = new Map<string, { readonly first: YAMLMap; readonly names: Scalar[] }>();

  constructor(root: YAMLMap) {
    for (const map of mapsOf(root, 'hypervisors')) {
      const address = addressIn(scalarAt(map, 'address'));
      if (address !== undefined && !this.known.has(address)) this.known.set(address, { first: map, names: [] });
    }
    const nodes = [
      ...mapsOf(root, 'devices').map((device) => scalarAt(device, 'hypervisor')),
      ...mapsOf(root, 'images').flatMap((image) => itemsOf(image, 'hypervisors')),
      ...mapsOf(root, 'events').map((event) => scalarAt(event, 'stop')),
    ];
    for (const node of nodes) {
      if (isScalar(node)) this.known.get(addressIn(node) ?? '')?.names.push(node);
    }
  }

  /** In the address, and wherever a device, an image or an event names the hypervisor by it. */
  of(map: YAMLMap): readonly Scalar[] {
    const own = scalarAt(map, 'address');
    const known = this.known.get(addressIn(own) ?? '');
    // Of two hypervisors with one address a name means the first.
    return [...(own === undefined ? [] : [own]), ...(known?.first === map ? known.names : [])];
  }
}

/** One text for all spellings of an address; undefined if it is none. */
function addressIn(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const parsed = parseHypervisorAddress(String(node.value));
  return parsed && `${parsed.kind} ${parsed.host} ${parsed.port}`;
}

function withPort(text: string, node: Scalar, to: number): TextEdit {
  const { start, end } = rangeOf(node);
  const source = text.slice(start, end);
  const written = String(node.value);
  const at = source.indexOf(written);
  const [, digits] = /[^\s:]:(\d+)\s*$/.exec(written) ?? [];
  if (at >= 0 && node.type !== 'BLOCK_FOLDED' && node.type !== 'BLOCK_LITERAL') {
    const valueEnd = start + at + written.trimEnd().length;
    if (digits === undefined) return { start: valueEnd, end: valueEnd, text: `:${to}` };
    return { start: valueEnd - digits.length, end: valueEnd, text: String(to) };
  }
  // Written with escapes or over several lines: the whole of it is written anew.
  const bare = digits === undefined ? written.trim() : written.trim().slice(0, -digits.length - 1);
  const lineEnd = /\r?\n$/.exec(source)?.[0] ?? '';
  return { start, end, text: `${JSON.stringify(`${bare}:${to}`)}${lineEnd}` };
}
