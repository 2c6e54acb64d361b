import type { Camera } from './camera';
import type { Mirror } from './mirror';

const LEAST_RADIUS_PX = 2.8;
const MOST_CANDIDATES = 900;
// As many sizes as are told apart when only the largest are looked at.
const SIZES = 128;
const SIZE_STEPS = 4;

/** Of the nodes in sight, those that may have a label: what is selected or stands out first, then by size. */
export function labelCandidates(
  { nodes, isFading }: Mirror,
  camera: Camera,
  inSight: readonly number[]
): number[] {
  const least = LEAST_RADIUS_PX / camera.growth;
  const weightOf = (row: number): number => {
    const first = Number(nodes.isFolded(row)) + 2 * Number(nodes.isSelected(row));
    return (isFading && nodes.isNear(row) ? first + 1 : first) * SIZES + nodes.sizeOf(row);
  };
  const rows = inSight.filter((row) => {
    const isShown = isFading ? nodes.isNear(row) : !nodes.isFaded(row);
    return isShown && (nodes.sizeOf(row) >= least || nodes.isSelected(row) || nodes.isFolded(row));
  });
  return largest(rows, weightOf);
}

/** Returns the rows of greatest weight in falling order, without sorting all where there are many. */
function largest(rows: number[], weightOf: (row: number) => number): number[] {
  let kept = rows;
  if (rows.length > MOST_CANDIDATES) {
    const floor = floorFor(rows, weightOf);
    kept = rows.filter((row) => weightOf(row) >= floor).slice(0, 2 * MOST_CANDIDATES);
  }
  return kept.sort((one, other) => weightOf(other) - weightOf(one));
}

function floorFor(rows: readonly number[], weightOf: (row: number) => number): number {
  const counts = new Array<number>(5 * SIZES * SIZE_STEPS).fill(0);
  rows.forEach((row) => (counts[Math.floor(weightOf(row) * SIZE_STEPS)]! += 1));
  let [step, sum] = [counts.length, 0];
  while (step > 0 && sum < MOST_CANDIDATES) {
    step -= 1;
    sum += counts[step]!;
  }
  return step / SIZE_STEPS;
}
