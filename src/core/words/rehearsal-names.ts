/** An object of a hypervisor. */
export interface NamedObject {
  readonly module: string;
  readonly name: string;
}

/** The names that rehearsals give to objects of each module; others that begin so are somebody else's. */
const NAMES: ReadonlyMap<string, RegExp> = new Map([
  ['nio', /^niostat-([0-9a-f]{8})-(?:nio-\d+|injector-\d+|waker)$/],
  ['nio_bridge', /^niostat-([0-9a-f]{8})-waker$/],
  ['ethsw', /^niostat-([0-9a-f]{8})-switch-\d+$/],
]);

/** The rehearsal that gives this name, in eight digits; undefined for a name that none gives. */
export function runOf({ module, name }: NamedObject): string | undefined {
  return NAMES.get(module)?.exec(name)?.[1];
}
