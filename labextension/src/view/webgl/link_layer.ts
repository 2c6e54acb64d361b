import { READ_ROWS } from './layer';

const HEAD_PX = 9.1;
const LEAST_HEAD_PX = 2.5;

const VERTEX = `#version 300 es
precision highp float;
uniform vec2 middle;
uniform vec2 room;
uniform float scale;
uniform float growth;
uniform float isFading;
uniform float pass;
uniform float boldness;
uniform float crowd;
uniform vec4 link;
uniform vec4 accent;
uniform vec4 ground;
out float side;
flat out float half_;
flat out vec4 fill;
uniform float corners;
${READ_ROWS}

// Six corners of a line, and three of its arrowhead.
const vec3 CORNERS[9] = vec3[9](
  vec3(0, -1, 0), vec3(0, 1, 0), vec3(1, -1, 0), vec3(1, -1, 0), vec3(0, 1, 0), vec3(1, 1, 0),
  vec3(0, 0, 1), vec3(1, -1, 1), vec3(1, 1, 1)
);

void main() {
  int count = int(corners);
  uvec4 ends = partOf(gl_VertexID / count, 0);
  uvec4 rest = partOf(gl_VertexID / count, 1);
  vec3 corner = CORNERS[gl_VertexID % count];
  vec2 sizes = uintBitsToFloat(rest.xy);
  vec4 ink = colorOf(rest.z);
  vec4 bits = bytesOf(rest.w);
  vec2 from = (uintBitsToFloat(ends.xy) - middle) * scale;
  vec2 to = (uintBitsToFloat(ends.zw) - middle) * scale;
  vec2 span = to - from;
  float far = length(span);
  vec2 along = far > 0.0 ? span / far : vec2(1.0, 0.0);
  vec2 across = vec2(-along.y, along.x);
  float isMarked = max(bits.y, isFading * bits.z);
  float width = clamp(1.3 * growth, 0.5, 2.2) * boldness + 1.2 * isMarked;
  float gap = max(sizes.y * growth, 0.8) + 1.5;
  float head = min(clamp(${HEAD_PX} * growth, 0.0, 11.0) + 2.0 * isMarked, 0.6 * max(0.0, far - gap));
  head = head < ${LEAST_HEAD_PX} ? 0.0 : head;
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
  fill = vec4(mix(own.rgb, ground.rgb, 0.75 * isPale), min(width, 1.0) * mix(crowd, 1.0, max(isMarked, min(growth, 1.0))));
  float isOther = pass > 0.5 && abs(pass - 1.0 - isPale) < 0.5 ? 1.0 : 0.0;
  gl_Position = isOther > 0.5 ? vec4(0.0) : vec4(2.0 * place.x / room.x, -2.0 * place.y / room.y, 0.0, 1.0);
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
export const LINKS = { vertex: VERTEX, fragment: FRAGMENT };

const [WITH_HEAD, WITHOUT_HEAD] = [9, 6];

/** From far away heads are too small to be seen, and are left out. */
export function linkCorners(growth: number): number {
  return HEAD_PX * growth < LEAST_HEAD_PX ? WITHOUT_HEAD : WITH_HEAD;
}
