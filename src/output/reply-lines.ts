/** A reply as a hypervisor writes it: `101` before each line but the last. */
export function replyLines({
  code,
  text,
  messages,
}: {
  readonly code: number;
  readonly text: string;
  readonly messages: readonly string[];
}): string[] {
  return [...messages.map((message) => `101 ${message}`), `${code}-${text}`];
}
