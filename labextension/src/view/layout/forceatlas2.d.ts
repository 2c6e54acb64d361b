declare module 'graphology-layout-forceatlas2/iterate.js' {
  import type { ForceAtlas2Settings } from 'graphology-layout-forceatlas2';

  /** One round over ten numbers a node and three a link, as graphology's own layout calls it. */
  export default function iterate(
    settings: ForceAtlas2Settings,
    nodes: Float32Array,
    links: Float32Array
  ): void;
}
