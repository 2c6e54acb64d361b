import { GAP_X, GAP_Y } from '../geometry';

/** So far apart, two nodes are clear of each other in whatever direction. */
export const CLEAR = Math.sqrt(GAP_X * GAP_X + GAP_Y * GAP_Y);
