/** A number of a lab file that is to become another one. */
export interface LabChange {
  /** A hypervisor by its place among those of the lab, or a device by its name. */
  readonly target:
    | { readonly type: 'hypervisor'; readonly index: number }
    | { readonly type: 'device'; readonly name: string };
  /**
   * `udp`, `console` and `aux` of a hypervisor are its bases, `port` is its control port; of a device they
   * are its ports.
   */
  readonly setting: ChangedSetting;
  readonly to: number;
}

export type ChangedSetting = 'udp' | 'console' | 'aux' | 'port';
