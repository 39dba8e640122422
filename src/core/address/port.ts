/** The largest port number; Dynamips takes larger ones and wraps them (docs/FACTS.md, "Port numbers"). */
export const MAX_PORT = 65_535;

/** The port that Dynamips really uses for `port`: it keeps the low 16 bits (seen on 0.2.14: 70000 → 4464). */
export function wrapPort(port: number): number {
  return port & 0xffff;
}

/** Ports below it may need root (`hasPrivilegedPorts`). */
export const FIRST_UNPRIVILEGED = 1024;
