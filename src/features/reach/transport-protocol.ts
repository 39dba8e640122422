/** In the order in which commands and remedies name them. */
export const PROTOCOLS = ['udp', 'tcp'] as const;

export type Protocol = (typeof PROTOCOLS)[number];
