import type { NameAnswer } from '../../network/look-up-name.ts';
import { REPLY_CODE, type Reply } from '../reply.ts';
import { type CommandOf, ok, refuse } from './commands.ts';
import type { EthernetSwitch } from './ethernet-switch.ts';
import type { Nio } from './nio.ts';
import type { NioBridge } from './nio-bridge.ts';
import { Registry } from './registry.ts';
import type { VirtualMachine } from './virtual-machine.ts';
import type { WorkingDirectory } from './working-directory.ts';

/**
 * The versions that can be embedded, each for its generation: without and with SO_REUSEADDR (docs/FACTS.md,
 * "Sharing a port").
 */
export const EMBEDDED_VERSIONS = ['0.2.17', '0.2.24'] as const;
export type EmbeddedVersion = (typeof EMBEDDED_VERSIONS)[number];

/** Everything that a hypervisor has, as its commands see it. */
export interface Objects {
  readonly version: EmbeddedVersion;
  /** Where consoles listen. */
  readonly host: string;
  /** Asks the resolver anew each time, as Dynamips does, until the hypervisor stops. */
  readonly lookUp: (name: string) => Promise<NameAnswer>;
  readonly workingDirectory: WorkingDirectory;
  readonly nios: Registry<Nio>;
  readonly bridges: Registry<NioBridge>;
  readonly switches: Registry<EthernetSwitch>;
  readonly vms: Registry<VirtualMachine>;
}

/** What a hypervisor has when it starts: nothing of any kind. */
export function emptyRegistries(): Pick<Objects, 'nios' | 'bridges' | 'switches' | 'vms'> {
  return { nios: new Registry(), bridges: new Registry(), switches: new Registry(), vms: new Registry() };
}

/** Deletes everything, as `hypervisor reset` does. */
export async function reset({ nios, bridges, switches, vms }: Objects): Promise<void> {
  for (const vm of vms.newestFirst()) {
    for (const nio of vm.nios()) nios.release(nio);
    vms.remove(vm.name);
    await vm.stop();
  }
  for (const hub of [...bridges.newestFirst(), ...switches.newestFirst()]) detachAll(hub, nios);
  for (const bridge of bridges.newestFirst()) bridges.remove(bridge.name);
  for (const one of switches.newestFirst()) switches.remove(one.name);
  // A NIO that a command has just taken into use is left to that command.
  await Promise.all(nios.newestFirst().map((nio) => nios.remove(nio.name)?.close()));
}

/** Frees the NIOs of a bridge or a switch. */
export function detachAll(hub: NioBridge | EthernetSwitch, nios: Registry<Nio>): void {
  for (const nio of hub.ports.all()) {
    hub.ports.remove(nio);
    nio.removeReader(hub.reader);
    nios.release(nio);
  }
}

/** One command of a module. */
export type Command = CommandOf<Objects>;

/** Runs `use` with the named object, or answers that there is none. */
export function withObject<T extends { name: string }>(
  registry: Registry<T>,
  name: string,
  use: (object: T) => Reply | Promise<Reply>,
): Reply | Promise<Reply> {
  const object = registry.get(name);
  return object === undefined ? refuse(REPLY_CODE.unknownObject, `unable to find object '${name}'`) : use(object);
}

/** `rename`, which is the same for every kind; `kind` is how the replies call it. */
export function rename<T extends { name: string }>(
  registry: Registry<T>,
  [name = '', newName = '']: readonly string[],
  kind: { readonly ok: string; readonly refused: string },
): Reply | Promise<Reply> {
  return withObject(registry, name, () => {
    if (registry.get(newName) !== undefined) {
      return refuse(REPLY_CODE.rename, `unable to rename ${kind.refused} '${name}', '${newName}' already exists`);
    }
    registry.rename(name, newName);
    return ok(`${kind.ok} '${name}' renamed to '${newName}'`);
  });
}

/** The reply of `list`: the names of all objects, the newest first, one on a line. */
export function names(registry: Registry<{ name: string }>): Reply {
  return ok(
    'OK',
    registry.newestFirst().map(({ name }) => name),
  );
}

/** C's atoi: the number at the beginning, 0 if there is none, of 32 bits. */
export function integer(text: string): number {
  return Number(/^\s*([+-]?\d+)/.exec(text)?.[1] ?? 0) | 0;
}
