/**
 * How many objects of a kind are asked about one by one, and listed, the newest first. Dynamips has at most
 * 1024 descriptors unless somebody raises the limit, and takes one for each NIO; a router takes memory for an
 * IOS.
 */
export const MOST_ASKED = 4096;
