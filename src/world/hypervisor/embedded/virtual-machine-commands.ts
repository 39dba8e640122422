import { REPLY_CODE, type Reply } from '../reply.ts';
import { ok, refuse } from './commands.ts';
import { type Command, integer, type Objects, rename, withObject } from './objects.ts';
import { PLATFORMS } from './platform.ts';
import { VirtualMachine } from './virtual-machine.ts';

/** Each may open two TCP ports; a lab of more routers than this runs on no machine. */
const MAX_VMS = 1024;

export const VIRTUAL_MACHINE_COMMANDS: readonly Command[] = [
  {
    name: 'create',
    min: 3,
    max: 3,
    run: ([name = '', id = '', platform = ''], { vms, host }) =>
      PLATFORMS.has(platform) &&
      vms.size < MAX_VMS &&
      vms.add(new VirtualMachine(name, { id: integer(id), platform, host }))
        ? ok(`VM '${name}' created`)
        : refuse(REPLY_CODE.create, `unable to create VM instance '${name}'`),
  },
  {
    name: 'rename',
    min: 2,
    max: 2,
    run: (args, { vms }) => rename(vms, args, { ok: 'VM', refused: 'VM instance' }),
  },
  { name: 'delete', min: 1, max: 1, run: ([name = ''], objects) => deleteVm(objects, name) },
  {
    name: 'start',
    min: 1,
    max: 1,
    run: ([name = ''], { vms }) =>
      withObject(vms, name, async (vm) => {
        await vm.start();
        const warning = `Warning: no console port defined for VM '${name}'`;
        return ok(`VM '${name}' started`, vm.consolePort === undefined ? [warning] : []);
      }),
  },
  {
    name: 'stop',
    min: 1,
    max: 1,
    run: ([name = ''], { vms }) =>
      withObject(vms, name, async (vm) => {
        await vm.stop();
        return ok(`VM '${name}' stopped`);
      }),
  },
  {
    name: 'get_status',
    min: 1,
    max: 1,
    run: ([name = ''], { vms }) => withObject(vms, name, (vm) => ok(String(vm.status))),
  },
  {
    name: 'set_con_tcp_port',
    min: 2,
    max: 2,
    run: ([name = '', port = ''], { vms }) =>
      withObject(vms, name, (vm) => {
        vm.consolePort = integer(port);
        return ok();
      }),
  },
  {
    name: 'set_aux_tcp_port',
    min: 2,
    max: 2,
    run: ([name = '', port = ''], { vms }) =>
      withObject(vms, name, (vm) => {
        vm.auxPort = integer(port);
        return ok();
      }),
  },
  {
    name: 'slot_bindings',
    min: 1,
    max: 1,
    run: ([name = ''], { vms }) => withObject(vms, name, (vm) => ok('OK', vm.cardLines())),
  },
  {
    name: 'slot_nio_bindings',
    min: 2,
    max: 2,
    run: ([name = '', slot = ''], { vms }) => withObject(vms, name, (vm) => ok('OK', vm.nioLines(integer(slot)))),
  },
  { name: 'slot_add_binding', min: 4, max: 4, run: (args, objects) => addCard(objects, args) },
  { name: 'slot_remove_binding', min: 3, max: 3, run: (args, objects) => removeCard(objects, args) },
  { name: 'slot_add_nio_binding', min: 4, max: 4, run: (args, objects) => plugIn(objects, args) },
  { name: 'slot_remove_nio_binding', min: 3, max: 3, run: (args, objects) => unplug(objects, args) },
  {
    name: 'list',
    min: 0,
    max: 0,
    run: (_args, { vms }) =>
      ok(
        'OK',
        vms.newestFirst().map(({ name, platform }) => `${name} (${platform})`),
      ),
  },
  {
    name: 'list_con_ports',
    min: 0,
    max: 0,
    run: (_args, { vms }) =>
      ok(
        'OK',
        vms
          .newestFirst()
          .flatMap(({ name, consolePort }) => (consolePort === undefined ? [] : [`${name} (${consolePort})`])),
      ),
  },
];

async function deleteVm({ vms, nios }: Objects, name: string): Promise<Reply> {
  const vm = vms.remove(name);
  if (vm === undefined) return refuse(REPLY_CODE.delete, `unable to delete VM '${name}'`);
  await vm.stop();
  for (const nio of vm.nios()) nios.release(nio);
  return ok(`VM '${name}' deleted`);
}

function addCard(
  { vms }: Objects,
  [name = '', slot = '', subslot = '', type = '']: readonly string[],
): Reply | Promise<Reply> {
  return withObject(vms, name, (vm) =>
    vm.addCard(integer(slot), integer(subslot), type) ? ok() : cannotBind(name, 'add binding', slot, subslot),
  );
}

function removeCard(
  { vms, nios }: Objects,
  [name = '', slot = '', subslot = '']: readonly string[],
): Reply | Promise<Reply> {
  return withObject(vms, name, (vm) => {
    const freed = vm.removeCard(integer(slot), integer(subslot));
    for (const nio of freed ?? []) nios.release(nio);
    return freed === undefined ? cannotBind(name, 'remove binding', slot, subslot) : ok();
  });
}

function plugIn(
  { vms, nios }: Objects,
  [name = '', slot = '', port = '', nioName = '']: readonly string[],
): Reply | Promise<Reply> {
  return withObject(vms, name, (vm) => {
    const isFree = vm.hasFreePort(integer(slot), integer(port));
    const nio = isFree ? nios.acquire(nioName) : undefined;
    if (nio === undefined) return cannotBind(name, 'add binding', slot, port);
    vm.addNio(integer(slot), integer(port), nio);
    return ok();
  });
}

function unplug({ vms, nios }: Objects, [name = '', slot = '', port = '']: readonly string[]): Reply | Promise<Reply> {
  return withObject(vms, name, (vm) => {
    const nio = vm.removeNio(integer(slot), integer(port));
    if (nio === undefined) return cannotBind(name, 'remove NIO binding', slot, port);
    nios.release(nio);
    return ok();
  });
}

function cannotBind(name: string, action: string, slot: string, port: string): Reply {
  // Dynamips prints both as unsigned.
  const place = `${integer(slot) >>> 0}/${integer(port) >>> 0}`;
  return refuse(REPLY_CODE.binding, `VM ${name}: unable to ${action} for slot ${place}`);
}
