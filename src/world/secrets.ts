const MASK = '***';

const secrets = new Set<string>();

/** From now on this text is shown as `***` in the wire log, and in what a server says. */
export function keepSecret(secret: string): void {
  if (secret !== '') secrets.add(secret);
}

/** Text that another side may have put a secret into which it was sent. */
export function withoutSecrets(text: string): string {
  let left = text;
  for (const secret of secrets) left = left.replaceAll(secret, MASK);
  return left;
}
