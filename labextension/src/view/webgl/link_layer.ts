import type { LayerKind } from './layer';

const VERTEX = `#version 300 es
precision highp float;
in vec3 corner;
in vec2 start;
in vec2 end;
in vec2 sizes;
in vec4 ink;
in vec4 bits;
uniform vec2 middle;
uniform vec2 room;
uniform float scale;
uniform float growth;
uniform float isFading;
uniform float boldness;
uniform vec4 link;
uniform vec4 accent;
uniform vec4 ground;
out float side;
flat out float half_;
flat out vec4 fill;

void main() {
  vec2 from = (start - middle) * scale;
  vec2 to = (end - middle) * scale;
  vec2 span = to - from;
  float far = length(span);
  vec2 along = far > 0.0 ? span / far : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  float isMarked = max(bits.y, isFading * bits.z);
  float width = clamp(1.3 * growth, 0.5, 2.2) * boldness + 1.2 * isMarked;
  float gap = max(sizes.y * growth, 0.8) + 1.5;
  float head = min(clamp(9.0 * growth, 0.0, 11.0) + 2.0 * isMarked, 0.6 * max(0.0, far - gap));
  head = head < 2.5 ? 0.0 : head;
  vec2 tip = to - along * min(gap, far);
  half_ = 0.5 * max(width, 1.0);
  vec2 place;
  if (corner.z < 0.5) {
    side = corner.y * (half_ + 0.5);
    place = mix(from, tip - along * 0.8 * head, corner.x) + across * side;
  } else {
    side = 0.0;
    place = tip - along * head * corner.x + across * head * 0.42 * corner.y;
  }
  vec4 own = ink.a > 0.0 ? ink : link;
  own = mix(own, accent, max(bits.y, isFading * bits.z));
  float isPale = max(bits.x * (1.0 - bits.y), isFading * (1.0 - bits.z));
  fill = vec4(mix(own.rgb, ground.rgb, 0.75 * isPale), min(width, 1.0));
  gl_Position = vec4(2.0 * place.x / room.x, -2.0 * place.y / room.y, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
in float side;
flat in float half_;
flat in vec4 fill;
out vec4 drawn;

void main() {
  float alpha = fill.a * clamp(half_ + 0.5 - abs(side), 0.0, 1.0);
  drawn = vec4(fill.rgb * alpha, alpha);
}`;

/** A line from node to node, and a triangle at its end. */
export const LINKS: LayerKind = {
  vertex: VERTEX,
  fragment: FRAGMENT,
  corners: new Float32Array(
    [
      [0, -1, 0],
      [0, 1, 0],
      [1, -1, 0],
      [1, -1, 0],
      [0, 1, 0],
      [1, 1, 0],
      [0, 0, 1],
      [1, -1, 1],
      [1, 1, 1]
    ].flat()
  ),
  cornerParts: 3,
  fields: [
    { name: 'start', parts: 2, offset: 0 },
    { name: 'end', parts: 2, offset: 8 },
    { name: 'sizes', parts: 2, offset: 16 },
    { name: 'ink', parts: 4, offset: 24, bytes: 'shares' },
    { name: 'bits', parts: 4, offset: 28, bytes: 'numbers' }
  ]
};
