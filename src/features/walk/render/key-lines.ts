/** The same for who types lines. */
export const WORD_LINES: readonly string[] = [
  'next or an empty line: a step forward. back: a step back.',
  'next link, previous link: to where a link is complete.',
  'first, last: the first step, the last one. play: step by step by itself; play again stops.',
  'g or generation: the other generation of Dynamips, at the same moment.',
  'a or allocator: other rules, who gives the ports, at the same moment.',
  'find: a link, an end, a router or a port; it is typed in the next line. n: goes on from there.',
  'why: all that happens at this step, and its words explained. q: back to the step.',
  'quit: the end.',
];

/** All keys, for the help of a walk. */
export const KEY_LINES: readonly string[] = [
  '→ ←              a step forward, a step back; Enter is forward too',
  'Shift+→ Shift+←  to where the next link is complete, or the one before',
  'Home End         the first step, the last one',
  'Space            play; Space again stops',
  'g                the other generation of Dynamips, at the same moment',
  'a                other rules: who gives the ports, at the same moment',
  '/ n              find a link, an end, a router or a port; n goes on from there',
  'w                why: all that happens at this step, and its words explained',
  '↑ ↓              move the table of sockets, or a long text; Page Up, Page Down',
  'q Esc            quit',
  '',
  'In the table of sockets:',
  '+  the port was given, or the socket was made, at this step',
  '*  the frames of this socket, or those that it hears, have changed',
  '-  the socket was closed at this step',
  'In the table of hypervisors * is a counter that this step has moved.',
];
