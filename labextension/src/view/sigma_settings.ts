/** What is the same for every canvas of ours. */
export const SIGMA_SETTINGS = {
  defaultEdgeType: 'arrow',
  labelDensity: 3,
  labelGridCellSize: 60,
  labelRenderedSizeThreshold: 2.5,
  stagePadding: 44,
  minEdgeThickness: 1.3,
  minCameraRatio: 0.02,
  maxCameraRatio: 4,
  zIndex: true,
  allowInvalidContainer: true
} as const;
