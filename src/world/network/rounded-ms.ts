/** To a hundredth of a millisecond: more is noise. */
export function roundedMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
