/** Radii of nodes in pixels at natural size. */
export const SMALLEST = 5;
export const LARGEST = 16;
// A mark in a node has to be readable.
export const SMALLEST_WITH_MARK = 10;
