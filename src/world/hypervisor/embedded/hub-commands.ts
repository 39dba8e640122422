import { REPLY_CODE, type Reply } from '../reply.ts';
import { ok, refuse } from './commands.ts';
import type { EthernetSwitch } from './ethernet-switch.ts';
import type { Nio } from './nio.ts';
import type { NioBridge } from './nio-bridge.ts';
import { detachAll, withObject } from './objects.ts';
import type { Registry } from './registry.ts';

/** Of each kind; the machine that runs this should outlive a client that makes them in a loop. */
const MAX_HUBS = 4096;

/** What a bridge and a switch have in common: a name, and places for NIOs. */
type Hub = NioBridge | EthernetSwitch;

/** How the replies call a hub. */
interface KindNames {
  readonly ok: string;
  readonly refused: string;
}

/** Adds `hub`, or answers 206 where its name is taken or there are `MAX_HUBS` already. */
export function createHub<T extends Hub>(registry: Registry<T>, hub: T, kind: KindNames): Reply {
  return registry.size < MAX_HUBS && registry.add(hub)
    ? ok(`${kind.ok} '${hub.name}' created`)
    : refuse(REPLY_CODE.create, `unable to create ${kind.refused} '${hub.name}'`);
}

/** Removes the named hub and frees its NIOs, which stay; answers 207 if there is none of that name. */
export function deleteHub<T extends Hub>(
  registry: Registry<T>,
  nios: Registry<Nio>,
  name: string,
  kind: string,
): Reply {
  const hub = registry.remove(name);
  if (hub === undefined) return refuse(REPLY_CODE.delete, `unable to delete ${kind} '${name}'`);
  detachAll(hub, nios);
  return ok(`${kind} '${name}' deleted`);
}

/** Plugs a NIO in; the same one twice, if somebody wants that. */
export function addNio<T extends Hub>(
  registry: Registry<T>,
  nios: Registry<Nio>,
  [name = '', nioName = '']: readonly string[],
  kind: string,
  added: (hub: T, nio: Nio) => void,
): Reply | Promise<Reply> {
  return withObject(registry, name, (hub) => {
    const nio = nios.get(nioName);
    if (nio === undefined || !hub.ports.add(nio)) return cannotBind(nioName, kind, name);
    nios.acquire(nioName);
    nio.addReader(hub.reader);
    added(hub, nio);
    return ok(`NIO '${nioName}' bound.`);
  });
}

/** Unplugs a NIO. Dynamips says "unable to bind" here too. */
export function removeNio<T extends Hub>(
  registry: Registry<T>,
  nios: Registry<Nio>,
  [name = '', nioName = '']: readonly string[],
  kind: string,
  removed: (hub: T, nio: Nio) => void,
): Reply | Promise<Reply> {
  return withObject(registry, name, (hub) => {
    const nio = nios.get(nioName);
    if (nio === undefined || !hub.ports.remove(nio)) return cannotBind(nioName, kind, name);
    nio.removeReader(hub.reader);
    nios.release(nio);
    removed(hub, nio);
    return ok(`NIO '${nioName}' unbound.`);
  });
}

function cannotBind(nioName: string, kind: string, name: string): Reply {
  return refuse(REPLY_CODE.binding, `unable to bind NIO '${nioName}' to ${kind} '${name}'`);
}
