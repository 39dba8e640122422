/** How the names of all objects of a run begin; `run` marks it, so that no two runs give the same. */
export function namesOfRun(run: string): string {
  return `niostat-${run}-kernel`;
}

/** True for the name of an object that a run of `niostat kernel` has made. */
export function isOfKernelRun(name: string): boolean {
  return /^niostat-[0-9a-f]{8}-kernel-(first|second)(-way)?$/.test(name);
}
