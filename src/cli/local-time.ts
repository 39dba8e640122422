/** A moment in the time of this host, and how far that is from UTC: `2026-03-02T08:40:05+01:00`. */
export function localTime(moment: Date): string {
  const offset = -moment.getTimezoneOffset();
  const shifted = new Date(moment.getTime() + offset * 60_000);
  const two = (number: number): string => String(number).padStart(2, '0');
  const size = Math.abs(offset);
  const zone = `${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
  return `${shifted.toISOString().slice(0, 19)}${zone}`;
}
