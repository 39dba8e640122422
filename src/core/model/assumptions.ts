import type { Addresses } from '../address/host.ts';
import type { Sources } from '../address/socket-pair.ts';
import type { UnansweredNames } from '../address/unanswered.ts';
import type { TakenOnHost } from '../allocation/taken-on-host.ts';
import type { KernelFile } from '../kernel/kernel-file.ts';
import type { ServerConf } from '../lab/gns3/server-conf.ts';
import type { AllocatorName, OperatingSystem, ServerRanges } from '../lab/lab.ts';

/**
 * What is assumed about the software and the hosts; what is not given comes from the lab files, then from
 * defaults.
 */
export interface Assumptions {
  readonly allocator?: AllocatorName | undefined;
  /** Version of Dynamips, such as `0.2.14`. */
  readonly dynamips?: string | undefined;
  /** Version that predictions rest on where neither the above nor a lab says one. */
  readonly usualDynamips?: string | undefined;
  readonly os?: OperatingSystem | undefined;
  /** Addresses of host names, when the resolver of this machine was asked. */
  readonly addresses?: Addresses | undefined;
  /** @internal The names of which the resolver of this machine, which was asked, has said nothing. */
  readonly unanswered?: UnansweredNames | undefined;
  /** The source addresses that the kernel of this machine gives towards the hosts, when it was asked. */
  readonly sources?: Sources | undefined;
  /** The configuration file of the GNS3 server that runs the labs. */
  readonly serverConf?: ServerConf | undefined;
  /** @internal What a GNS3 server that runs says of its ports; its ranges win over those of its file. */
  readonly runningServer?: RunningServer | undefined;
  /** What a kernel answered, when it was asked with `niostat kernel`. */
  readonly kernel?: AssumedKernel | undefined;
}

/** The ranges of a GNS3 server that runs, and what it has given out there. */
export interface RunningServer {
  readonly ranges: ServerRanges;
  readonly taken: readonly TakenOnHost[];
}

/** A file of `niostat kernel --write`, and what it says. */
export interface AssumedKernel {
  readonly file: string;
  readonly kernel: KernelFile;
}
