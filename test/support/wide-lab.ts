/** A scenario of so many routers and links, on ten hypervisors of two hosts, in which all is well. */
export function wideLab(routers: number, links: number): string {
  const hypervisors = Array.from({ length: 10 }, (_, index) => ({
    address: `10.0.0.${1 + (index % 2)}:${7200 + (index >> 1)}`,
    baseUdp: 10_000 + 1000 * (index >> 1),
  }));
  const devices = Array.from({ length: routers }, (_, index) => ({
    name: `R${index + 1}`,
    hypervisor: hypervisors[index % hypervisors.length]?.address,
  }));
  const used = new Map<string, number>();
  const end = (index: number): string => {
    const name = devices[index % routers]?.name ?? '';
    const slot = used.get(name) ?? 0;
    used.set(name, slot + 1);
    return `${name} e${slot >> 3}/${slot & 7}`;
  };
  // Each router to the next, and from the second time round to others that are farther away.
  const names = Array.from({ length: links }, (_, index) => {
    const distance = 1 + 7 * Math.floor(index / routers);
    return `${end(index)} -- ${end(index + distance)}`;
  });
  return JSON.stringify({ name: `${routers} routers`, hypervisors, devices, links: names });
}
