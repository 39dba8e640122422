/**
 * Consoles and most other servers greet. What greets within this time is neither a hypervisor nor a
 * responder, and is sent nothing that it could take for typing.
 */
export const GREETING_MS = 150;
