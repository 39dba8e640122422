import { ok, refuse } from '../../hypervisor/embedded/commands.ts';
import { REPLY_CODE } from '../../hypervisor/reply.ts';
import { aboutBridge } from './about-bridge.ts';
import type { NamedNio } from './bridge-nio.ts';
import { FILTER_COMMANDS } from './filter-commands.ts';
import { NIO_COMMANDS } from './nio-commands.ts';
import type { Command } from './objects.ts';

/** Module `bridge`, in the order in which uBridge registers its commands (hypervisor_bridge.c). */
export const BRIDGE_COMMANDS: readonly Command[] = [
  {
    name: 'create',
    min: 1,
    max: 1,
    run: ([name = ''], objects) =>
      objects.createBridge(name)
        ? ok(`bridge '${name}' created`)
        : refuse(REPLY_CODE.create, `bridge '${name}' already exist`),
  },
  aboutBridge('delete', [1, 1], async (bridge, _args, objects) => {
    await objects.deleteBridge(bridge);
    return ok(`bridge '${bridge.name}' deleted`);
  }),
  aboutBridge('start', [1, 1], (bridge) => {
    const { name } = bridge;
    if (bridge.isRunning) return refuse(REPLY_CODE.start, `bridge '${name}' is already running`);
    if (bridge.nios().length < 2) return refuse(REPLY_CODE.start, `bridge '${name}' must have 2 NIOs to be started`);
    bridge.start();
    return ok(`bridge '${name}' started`);
  }),
  aboutBridge('stop', [1, 1], (bridge) => {
    if (!bridge.isRunning) return refuse(REPLY_CODE.stop, `bridge '${bridge.name}' is not running`);
    bridge.stop();
    return ok(`bridge '${bridge.name}' stopped`);
  }),
  aboutBridge('show', [1, 1], ({ name, isRunning, filters, source, destination }) =>
    ok('OK', [
      `bridge '${name}' is ${isRunning ? '' : 'not '}running`,
      ...filters.map((filter, index) => `Filter '${filter.name}' configured in position ${index + 1}`),
      ...(source === undefined ? [] : [`Source NIO: ${source.text}`]),
      ...(destination === undefined ? [] : [`Destination NIO: ${destination.text}`]),
    ]),
  ),
  aboutBridge('get_stats', [1, 1], ({ source, destination }) =>
    ok('OK', [...counters('Source NIO:     ', source), ...counters('Destination NIO:', destination)]),
  ),
  aboutBridge('reset_stats', [1, 1], (bridge) => {
    for (const nio of bridge.nios()) nio.resetStats();
    return ok();
  }),
  aboutBridge('rename', [2, 2], (bridge, [newName = ''], objects) => {
    const { name } = bridge;
    // It names the old one, whose name is free soon.
    if (objects.bridge(newName) !== undefined) return refuse(REPLY_CODE.rename, `bridge '${name}' already exist`);
    bridge.name = newName;
    return ok(`bridge '${name}' renamed to '${newName}'`);
  }),
  ...NIO_COMMANDS,
  aboutBridge('start_capture', [2, 3], (bridge) => {
    if (bridge.isCaptured) {
      return refuse(REPLY_CODE.start, `packet capture is already active on bridge '${bridge.name}'`);
    }
    // No file is written: everybody who reaches the port could choose its name.
    bridge.isCaptured = true;
    return ok(`packet capture started on bridge '${bridge.name}'`);
  }),
  aboutBridge('stop_capture', [1, 1], (bridge) => {
    if (!bridge.isCaptured) return refuse(REPLY_CODE.start, `no packet capture active on bridge '${bridge.name}'`);
    bridge.isCaptured = false;
    return ok(`packet capture stopped on bridge '${bridge.name}'`);
  }),
  ...FILTER_COMMANDS,
  {
    name: 'list',
    min: 0,
    max: 0,
    run: (_args, { bridges }) =>
      ok(
        'OK',
        bridges.map((bridge) => `${bridge.name} (NIOs = ${bridge.nios().length})`),
      ),
  },
];

function counters(title: string, nio: NamedNio | undefined): string[] {
  if (nio === undefined) return [];
  const { packetsIn, bytesIn, packetsOut, bytesOut } = nio;
  return [`${title} IN: ${packetsIn} packets (${bytesIn} bytes) OUT: ${packetsOut} packets (${bytesOut} bytes)`];
}
