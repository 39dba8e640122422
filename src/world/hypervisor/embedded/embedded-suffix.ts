/** Ends the version of an embedded hypervisor, where Dynamips has the processor: it says who answers. */
export const EMBEDDED_SUFFIX = '-niostat';
