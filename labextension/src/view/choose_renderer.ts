import type { MakeRenderer } from './canvas_host';
import { SVG_NODES, SvgRenderer } from './svg_renderer';
import { WebglRenderer } from './webgl/webgl_renderer';

/** WebGL where the browser has it; else SVG, for graphs that are small enough. */
export const chooseRenderer: MakeRenderer = (root, theme, scene) => {
  const isSmall = scene.replica.nodes.size <= SVG_NODES;
  return WebglRenderer.make(root, theme) ?? (isSmall ? new SvgRenderer(root, theme) : undefined);
};
