import { ok, refuse } from '../../hypervisor/embedded/commands.ts';
import { REPLY_CODE, type Reply } from '../../hypervisor/reply.ts';
import { aboutBridge } from './about-bridge.ts';
import type { Bridge } from './bridge.ts';
import type { Command, Objects } from './objects.ts';
import { makeFilter } from './packet-filter.ts';

/** The commands of module `bridge` about packet filters. */
export const FILTER_COMMANDS: readonly Command[] = [
  aboutBridge('add_packet_filter', [2, 10], addFilter),
  aboutBridge('delete_packet_filter', [2, 2], (bridge, [name = '']) => {
    const rest = bridge.filters.filter((filter) => filter.name !== name);
    if (rest.length === bridge.filters.length) return refuse(REPLY_CODE.create, `Failed to delete filter '${name}'`);
    bridge.filters = rest;
    return ok(`Filter '${name}' delete from bridge '${bridge.name}'`);
  }),
  aboutBridge('reset_packet_filters', [1, 1], (bridge) => {
    bridge.filters = [];
    return ok();
  }),
  aboutBridge('set_pcap_filter', [1, 2], ({ name }) =>
    refuse(REPLY_CODE.create, `bridge ${name} must have at least one Ethernet NIO in order to apply a filter`),
  ),
];

/** A filter whose values make no sense is refused, and kept all the same (packet_filter.c). */
function addFilter(
  bridge: Bridge,
  [name = '', kind = '', ...values]: readonly string[],
  { log, random }: Objects,
): Reply {
  const failed = refuse(REPLY_CODE.create, `Failed to add filter '${name}'`);
  if (bridge.filters.some((filter) => filter.name === name)) return failed;
  const made = makeFilter(name, kind, values, random);
  if (made === undefined) {
    log(`Filter type '${kind}' doesn't exist`);
    return failed;
  }
  bridge.filters = [...bridge.filters, made.filter];
  return made.isRefused ? failed : ok(`Filter '${name}' type '${kind}' added to bridge '${bridge.name}'`);
}
