import { ok, refuse } from '../../hypervisor/embedded/commands.ts';
import { integer } from '../../hypervisor/embedded/objects.ts';
import { REPLY_CODE, type Reply } from '../../hypervisor/reply.ts';
import { aboutBridge } from './about-bridge.ts';
import type { Bridge } from './bridge.ts';
import { NamedNio, UdpNio } from './bridge-nio.ts';
import type { Command, Objects } from './objects.ts';

/** The commands of module `bridge` that give it a side, or take one away. */
export const NIO_COMMANDS: readonly Command[] = [
  aboutBridge('add_nio_udp', [4, 4], addUdp),
  aboutBridge('remove_nio_udp', [4, 4], removeUdp),
  aboutBridge('delete_nio_udp', [4, 4], removeUdp),
  aboutBridge('add_nio_unix', [3, 3], (bridge, [local, remote]) => addNamed(bridge, 'UNIX', `${local} -> ${remote}`)),
  aboutBridge('add_nio_tap', [2, 2], (bridge, [name = '']) => addNamed(bridge, 'TAP', name)),
  aboutBridge('add_nio_ethernet', [2, 2], (bridge, [name = '']) => addNamed(bridge, 'Ethernet', name)),
  aboutBridge('add_nio_linux_raw', [2, 2], (bridge, [name = '']) => addNamed(bridge, 'Linux raw', name)),
];

/**
 * Interfaces and sockets of files are not opened: they are known by their names, and nothing comes in there.
 */
function addNamed(bridge: Bridge, kind: string, text: string): Reply {
  return bridge.add(new NamedNio(text)) ? ok(`NIO ${kind} added to bridge '${bridge.name}'`) : isFull(bridge);
}

async function addUdp(
  bridge: Bridge,
  [local = '', host = '', remote = '']: readonly string[],
  objects: Objects,
): Promise<Reply> {
  const nio = await openUdp([local, host, remote], objects);
  if (nio === undefined) {
    objects.log(`create_nio_udp: unable to connect to ${host}:${integer(remote)}`);
    return refuse(REPLY_CODE.create, `unable to create NIO UDP for bridge '${bridge.name}'`);
  }
  // The bridge may have been deleted while the name was looked up.
  if (objects.bridges.includes(bridge) && bridge.add(nio)) {
    return ok(`NIO UDP added to bridge '${bridge.name}'`);
  }
  await nio.close();
  return isFull(bridge);
}

/** Tries the addresses of the host in their order, as uBridge does (nio_udp.c); undefined if none will do. */
async function openUdp(
  [local, host, remote]: readonly [string, string, string],
  { lookUp, log }: Objects,
): Promise<UdpNio | undefined> {
  const answer = await lookUp(host);
  const found = 'addresses' in answer ? answer.addresses : [];
  const [localPort, remotePort] = [integer(local), integer(remote)];
  if (remotePort < 0) {
    log('Servname not supported for ai_socktype');
    return undefined;
  }
  if (found.length === 0) log('Name or service not known');
  for (const { address, family } of found) {
    const version = family === 6 ? 6 : 4;
    log(`UDP tunnel connecting from local port ${localPort} to IPv${version} address ${address} on port ${remotePort}`);
    try {
      const text = `${local}:${host}:${remote}`;
      return await UdpNio.open({ text, localPort, remotePort, address, family: version });
    } catch {
      // The next address may do.
    }
  }
  return undefined;
}

/** The first side with these ports; the host is not looked at, as in uBridge. */
async function removeUdp(bridge: Bridge, [local = '', , remote = '']: readonly string[]): Promise<Reply> {
  if (bridge.isRunning) return refuse(REPLY_CODE.notFound, `bridge '${bridge.name}' is running`);
  const nio = bridge
    .nios()
    .find((one) => one instanceof UdpNio && one.localPort === integer(local) && one.remotePort === integer(remote));
  if (nio === undefined) return refuse(REPLY_CODE.notFound, `UDP nio missing in '${bridge.name}'`);
  if (bridge.source === nio) bridge.source = undefined;
  else bridge.destination = undefined;
  await nio.close();
  return ok(`NIO UDP removed from bridge '${bridge.name}'`);
}

function isFull({ name }: Bridge): Reply {
  return refuse(REPLY_CODE.create, `bridge '${name}' has already 2 allocated NIOs`);
}
