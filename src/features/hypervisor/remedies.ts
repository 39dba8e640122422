/** What to do when a directory cannot be made or used. */
export const ANOTHER_DIRECTORY = 'name a directory that this user can write to with --working-dir';

/** What to do when nothing can listen on an address or port. */
export const ANOTHER_ADDRESS = 'choose another address or port with --listen';
