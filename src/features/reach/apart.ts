/**
 * The same ports in another order, neighbours far from each other: what loses one datagram often loses those
 * behind it too.
 */
export function apart(ports: readonly number[]): number[] {
  const step = Math.ceil(Math.sqrt(ports.length));
  return Array.from({ length: step }, (_, start) => ports.filter((_, index) => index % step === start)).flat();
}
