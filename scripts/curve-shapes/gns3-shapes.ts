import type { ServerSetting } from '../../src/core/lab/gns3/server-conf.ts';
import { SECTIONS } from '../../src/core/lab/gns3/server-keys.ts';
import type { Device, Lab } from '../../src/core/lab/lab.ts';
import { LabBuilder, ring, times } from './lab-builder.ts';
import type { Shape } from './shape.ts';

/** Labs of GNS3 servers, which draw from pools. */
export const gns3Shapes: readonly Shape[] = [
  {
    name: 'GNS3: one pool, long used up',
    labs: (size) => onServers(size, 1, { console: 5000 }),
  },
  {
    name: 'GNS3: a pool for each hundred',
    labs: (size) => onServers(size, size / 100, { console: 5000 }),
  },
  {
    name: 'GNS3: nodes that draw at their start',
    labs: (size) => onServers(size, size / 2000, { kind: 'qemu', adapters: 8 }),
  },
  {
    name: 'GNS3: servers known by loopback addresses',
    labs: (size) => onServers(size, size / 10, {}, () => ({ picksAddress: true })),
  },
  {
    name: 'GNS3: a server with many misspelt keys',
    labs: (size) => onServers(Math.min(size, 1000), 1, {}),
    assumptions: (size) => ({ serverConf: { file: 'gns3_server.conf', ranges: {}, settings: settings(size) } }),
  },
  {
    name: 'GNS3 1.0: udp-auto, used up and given back',
    labs: (size) => {
      const builder = new LabBuilder('curve.gns3');
      const hypervisor = builder.hypervisor('127.0.0.1', 7200);
      const devices = times(size, () => builder.device(hypervisor));
      ring(builder, devices);
      for (const link of builder.links.slice(0, size / 2)) {
        builder.events.push({ type: 'remove', link });
        builder.later(builder.link(link.a.device as Device, devices[0] as Device));
      }
      return [builder.lab({ format: 'gns3', allocator: 'udp-auto' })];
    },
  },
];

function onServers(
  size: number,
  servers: number,
  device: Partial<Device>,
  settingsOf: (index: number) => { picksAddress?: boolean } = () => ({}),
): Lab[] {
  const builder = new LabBuilder('curve.gns3');
  const hypervisors = times(servers, (index) =>
    builder.hypervisor(
      settingsOf(index).picksAddress
        ? `127.0.${(index >> 8) & 255}.${index & 255}`
        : `10.7.${index >> 8}.${index & 255}`,
      3080,
      { kind: 'gns3', ...settingsOf(index) },
    ),
  );
  ring(
    builder,
    times(size, (index) => builder.device(hypervisors[index % hypervisors.length], device)),
  );
  return [builder.lab({ format: 'gns3', allocator: 'gns3-server-2.2.3' })];
}

function settings(size: number): ServerSetting[] {
  return times(size, (index) => ({
    section: SECTIONS.server,
    key: `udp_start_port_rang${index}`,
    value: '20000',
    location: { file: 'gns3_server.conf', line: index + 2, column: 1 },
  }));
}
