import type { DeviceKind, HypervisorKind } from '../lab.ts';

interface DeviceType {
  readonly kind: DeviceKind;
  /** The model whose defaults it has; undefined for a router, which names its own, and for what has none. */
  readonly model?: string;
}

/** Device types by section: those of Dynagen 0.13, and Pemuwrapper's of Dynagen 0.11. */
const TYPES: Readonly<Record<HypervisorKind, Readonly<Record<string, DeviceType>>>> = {
  dynamips: {
    router: { kind: 'router' },
    ethsw: { kind: 'ethernet-switch' },
    hub: { kind: 'hub' },
    frsw: { kind: 'frame-relay-switch' },
    atmsw: { kind: 'atm-switch' },
    atmbr: { kind: 'atm-bridge' },
  },
  qemu: {
    qemu: { kind: 'qemu', model: 'QemuDevice' },
    pix: { kind: 'qemu', model: '525' },
    asa: { kind: 'qemu', model: '5520' },
    awp: { kind: 'qemu', model: 'Soft32' },
    junos: { kind: 'qemu', model: 'O-series' },
    ids: { kind: 'qemu', model: 'IDS-4215' },
  },
  vbox: { vbox: { kind: 'vbox', model: 'VBoxDevice' } },
  pemu: { fw: { kind: 'qemu', model: '525' } },
  gns3: {},
};

/** What a device of this type is in a section of this kind; undefined if Dynagen knows no such type there. */
export function deviceType(type: string, kind: HypervisorKind): DeviceType | undefined {
  const name = type.toLowerCase();
  return Object.hasOwn(TYPES[kind], name) ? TYPES[kind][name] : undefined;
}

/** The values of `model =`, and the headers of a router's defaults, as Dynagen compares them. */
const ROUTER_MODELS: readonly string[] = (
  '1710 1720 1721 1750 1751 1760 2610 2611 2620 2621 2610XM 2611XM 2620XM 2621XM 2650XM 2651XM 2691 3620 3640 3660 ' +
  '3725 3745 7200'
).split(' ');

const QEMU_MODELS: readonly string[] = ['525', '5520', 'Soft32', 'O-series', 'IDS-4215', 'QemuDevice'];
const VBOX_MODELS: readonly string[] = ['VBoxDevice'];

/** What a header of one word may be in a section of this kind: the defaults of a model. */
const MODELS: Readonly<Record<HypervisorKind, readonly string[]>> = {
  dynamips: ROUTER_MODELS,
  qemu: QEMU_MODELS,
  vbox: VBOX_MODELS,
  pemu: ['525'],
  gns3: [],
};

/**
 * The models that Dynagen lets have defaults in a section of this kind (gns3-legacy `Dynagen/dynagen.py`,
 * `import_config`; docs/FACTS.md, "Lab files").
 */
export function modelsOf(kind: HypervisorKind): readonly string[] {
  return MODELS[kind];
}

/** True for a header of one word that Dynagen takes: that of a hypervisor may be any model's. */
export function takesDefaultsOf(kind: HypervisorKind, model: string): boolean {
  if (MODELS[kind].includes(model)) return true;
  return kind === 'dynamips' && (QEMU_MODELS.includes(model) || VBOX_MODELS.includes(model));
}

/** True for a router that Dynagen makes; it calls a 7206 a 7200. */
export function isRouterModel(model: string): boolean {
  return model === '7206' || ROUTER_MODELS.includes(model);
}
