/** The lessons that come with niostat, in the order in which they are best done. */
export const COURSE: readonly string[] = [
  'one-link',
  'three-routers',
  'bases-apart',
  'same-base-old',
  'same-base-new',
  'reading-the-table',
  'consoles',
  'full-block',
  'gns3-pool',
  'made-again',
  'by-hand',
  'two-hosts',
  'dead-ubridge',
];

/** What a student can do afterwards. */
const GOALS: Readonly<Record<string, string>> = {
  G1: 'write the UDP port of every link end of a lab',
  G2: 'say whose counter moves, when, and what another order of links changes',
  G3: 'read a row of a socket: who owns it, to whom it sends, whom it hears',
  G4: 'predict what two hypervisors with one base show, in both generations of Dynamips',
  G5: 'say why a shared base console is safe and a shared base UDP is not',
  G6: 'say how many links a block of ports holds, and what breaks when it is full',
  G7: 'name the six ports of a GNS3 2.x link and who has each',
  G8: 'write two NIO_udp lines that fit, and pick addresses and firewall ports for two hosts',
  G9: 'mend a broken lab from its link table',
};

/** A goal in words; one that is written in words stays as it is. */
export function goalText(goal: string): string {
  return GOALS[goal] ?? goal;
}
