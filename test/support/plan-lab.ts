import { allocate } from '../../src/core/allocation/allocate.ts';
import { knowledgeOf } from '../../src/core/kernel/knowledge.ts';
import type { PredictOptions } from '../../src/core/kernel/play.ts';
import { predict } from '../../src/core/kernel/predict.ts';
import type { PredictedSocket } from '../../src/core/kernel/socket.ts';
import { parseNio } from '../../src/core/lab/endpoint.ts';
import type { Device, Hypervisor, Lab, LabEvent, Link, NioEnd } from '../../src/core/lab/lab.ts';
import type { SocketPlan } from './real-sockets.ts';

/** A socket and the host that it is on, as a lab writes it. */
export interface HostedPlan extends SocketPlan {
  readonly host: string;
}

/** Sockets, and in order which of them is opened or closed. */
export interface Played {
  readonly plans: readonly HostedPlan[];
  readonly moves: ReadonlyArray<{ readonly type: 'open' | 'close'; readonly plan: number }>;
}

/**
 * What the model says of the same moves as a lab of explicit NIOs: an old Dynamips for sockets without
 * SO_REUSEADDR, a new one for those with it. By the index of the plan; closed ones are not there.
 */
export function predicted(
  { plans, moves }: Played,
  known: Pick<PredictOptions, 'machines' | 'sources'>,
): Map<number, PredictedSocket> {
  const hypervisors = new Map<string, Hypervisor>();
  const links = plans.map((plan, index): Link => {
    const name = `R${index}`;
    const device: Device = { name, kind: 'router', hypervisor: hypervisorOf(plan, hypervisors) };
    const b = parseNio(`NIO_udp:${plan.localPort}:${plan.remoteHost}:${plan.remotePort}`) as NioEnd;
    return { name, a: { type: 'device', deviceName: name, device, interface: 'f0/0' }, b };
  });
  const events = moves.map(
    ({ type, plan }): LabEvent => ({ type: type === 'open' ? 'add' : 'remove', link: links[plan] as Link }),
  );
  const lab: Lab = {
    name: '',
    file: '',
    format: 'scenario',
    hypervisors: [...hypervisors.values()],
    images: [],
    devices: links.map((link) => link.a.device as Device),
    links: [],
    events,
  };
  const prediction = predict([allocate(lab, 'dynagen')], {
    kernel: knowledgeOf('linux'),
    ...known,
    generationOf: ({ dynamips }) => (dynamips === '0.2.18' ? 'from-0.2.18' : 'before-0.2.18'),
  });
  return new Map([...prediction.sockets()].map((socket) => [Number(socket.nio.device.slice(1)), socket]));
}

function hypervisorOf({ host, reuse }: HostedPlan, hypervisors: Map<string, Hypervisor>): Hypervisor {
  const port = reuse ? 7201 : 7200;
  const name = `${host}:${port}`;
  const dynamips = reuse ? '0.2.18' : '0.2.17';
  const hypervisor = hypervisors.get(name) ?? {
    kind: 'dynamips' as const,
    host,
    port,
    name,
    baseUdp: 0,
    baseConsole: 0,
    baseAux: 0,
    dynamips,
  };
  hypervisors.set(name, hypervisor);
  return hypervisor;
}
