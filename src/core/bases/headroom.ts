/** How many link ends a lab must still be able to grow by before its range runs into the next one. */
export const HEADROOM = 20;
