/**
 * A switch of Dynamips takes 64 NIOs (seen on 0.2.14: the 65th is refused); one is the injector. A switch for
 * 63 ends, and not a bridge for each, halves the descriptors: Dynamips waits for its sockets with select(),
 * which knows 1024.
 */
export const ENDS_PER_SWITCH = 63;
