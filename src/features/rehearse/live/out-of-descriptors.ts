/** A hypervisor of this host refuses NIOs because it has no descriptor left for their sockets. */
export class OutOfDescriptors extends Error {
  /** How many it may have. */
  readonly limit: number;

  constructor(hypervisor: string, limit: number) {
    super(
      `${hypervisor} has all ${limit} file descriptors open that it may have, and refuses every NIO; the ports are not the cause`,
    );
    this.limit = limit;
  }
}
