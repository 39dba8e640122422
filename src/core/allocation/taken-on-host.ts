/** Ports that a GNS3 server which runs has given out on one host, before the labs get theirs. */
export interface TakenOnHost {
  /** As `Hypervisor.host`. */
  readonly host: string;
  readonly udpPorts: readonly number[];
  readonly consolePorts: readonly number[];
}
