/**
 * What the commands that stay call their processes, so that socket tables show what has a port. Linux shows
 * 15 bytes of it.
 */
export const PROCESS_TITLES = {
  hypervisor: 'niostat hypervisor',
  practice: 'niostat practice',
  respond: 'niostat respond',
} as const;
