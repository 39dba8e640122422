/** How the names of all objects of a run begin; `run` marks it, so that no two runs give the same. */
export function namesOfRun(run: string): string {
  return `niostat-${run}-kernel`;
}

/** An object of a hypervisor that a run has made. */
export type Made = readonly [module: 'nio' | 'nio_bridge', name: string];

/** The commands that delete objects of a run, which may be bridges and what they hold: bridges come first. */
export function deletingCommands(hypervisor: string, made: readonly Made[]): string {
  const inOrder = [...made].sort(([a], [b]) => Number(a === 'nio') - Number(b === 'nio'));
  return inOrder.map(([module, name]) => `niostat send --yes ${hypervisor} ${module} delete ${name}`).join(' && ');
}

/** True for the name of an object that a run of `niostat kernel` has made. */
export function isOfKernelRun(name: string): boolean {
  return /^niostat-[0-9a-f]{8}-kernel-(first|second)(-way)?$/.test(name);
}
