import type { MakeRenderer } from './canvas_host';
import { SVG_NODES, SvgRenderer } from './svg_renderer';
import { WebglRenderer } from './webgl/webgl_renderer';

/** WebGL where the browser has it; else SVG, for graphs that are small enough. */
export const chooseRenderer: MakeRenderer = (root, theme, scene) => {
  if (hasWebGL()) {
    return new WebglRenderer(root, theme);
  }
  return scene.replica.nodes.size <= SVG_NODES ? new SvgRenderer(root, theme) : undefined;
};

let canWebGL: boolean | undefined;

function hasWebGL(): boolean {
  if (canWebGL === undefined) {
    const context = document.createElement('canvas').getContext('webgl2');
    canWebGL = context !== null;
    // A page may hold only so many contexts: the one that asked is given back at once.
    context?.getExtension('WEBGL_lose_context')?.loseContext();
  }
  return canWebGL;
}
