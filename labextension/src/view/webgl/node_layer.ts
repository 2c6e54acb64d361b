import { READ_ROWS } from './layer';

const VERTEX = `#version 300 es
precision highp float;
uniform vec2 middle;
uniform vec2 room;
uniform float scale;
uniform float growth;
uniform float isFading;
uniform float pass;
out vec2 at;
flat out float radius;
flat out vec4 fill;
flat out float shape;
flat out float isFolded;
flat out float isPale;
flat out float isSelected;
${READ_ROWS}

void main() {
  uvec4 first = partOf(gl_VertexID / 6, 0);
  vec4 bits = bytesOf(partOf(gl_VertexID / 6, 1).x);
  int index = gl_VertexID % 6;
  // Two triangles: 0 1 2 and 3 2 1 of the square's corners.
  int at_ = index < 3 ? index : 6 - index;
  vec2 corner = vec2(at_ % 2, at_ / 2) * 2.0 - 1.0;
  float size = uintBitsToFloat(first.z);
  radius = max(size * growth, 0.8);
  isFolded = bits.x > 7.5 ? 1.0 : 0.0;
  shape = bits.x - 8.0 * isFolded;
  isPale = max(bits.y, isFading * (1.0 - bits.w));
  isSelected = bits.z;
  fill = colorOf(first.w);
  // No larger than needs be: most nodes of a large graph are a few pixels.
  float reach = radius * (shape < 0.5 ? 1.0 : 1.45) + (radius > 3.0 ? 1.8 : 0.6);
  reach += isSelected > 0.5 ? 9.0 : 6.0 * isFolded;
  at = corner * reach;
  vec2 screen = (uintBitsToFloat(first.xy) - middle) * scale + at;
  // While some are faded they are drawn first, and the others over them.
  float isOther = pass > 0.5 && abs(pass - 1.0 - isPale) < 0.5 ? 1.0 : 0.0;
  gl_Position = isOther > 0.5 ? vec4(0.0) : vec4(2.0 * screen.x / room.x, -2.0 * screen.y / room.y, 0.0, 1.0);
}`;

// Distances to outlines are in pixels; below zero is inside.
const FRAGMENT = `#version 300 es
precision highp float;
in vec2 at;
flat in float radius;
flat in vec4 fill;
flat in float shape;
flat in float isFolded;
flat in float isPale;
flat in float isSelected;
uniform float density;
uniform float rim;
uniform vec4 ground;
uniform vec4 accent;
uniform vec4 rimInk;
out vec4 drawn;

float fromPolygon(vec2 p, float count, float first, float reach) {
  float sector = 6.2831853 / count;
  float angle = mod(atan(p.y, p.x) - first, sector) - 0.5 * sector;
  return length(p) * cos(angle) - reach * cos(0.5 * sector);
}

float fromOutline(vec2 p) {
  if (shape < 0.5) return length(p) - radius;
  if (shape < 1.5) return fromPolygon(p, 4.0, 0.7853982, 1.25 * radius);
  if (shape < 2.5) return fromPolygon(p, 4.0, 0.0, 1.25 * radius);
  if (shape < 3.5) return fromPolygon(p, 3.0, -1.5707963, 1.45 * radius);
  return fromPolygon(p, 6.0, 0.0, 1.1 * radius);
}

float cover(float far) {
  return clamp(0.5 - far * density, 0.0, 1.0);
}

void main() {
  float far = fromOutline(at);
  float halo = radius > 3.0 ? 1.2 : 0.0;
  vec4 body = mix(fill, rimInk, rim * cover(-far - 1.5));
  body = mix(body, ground, 0.82 * isPale);
  float inside = cover(far);
  vec4 color = mix(vec4(ground.rgb, 1.0), vec4(body.rgb, 1.0), inside);
  float alpha = cover(far - halo);
  float second = isFolded * cover(abs(far - 2.4) - 0.7);
  color = mix(color, vec4(body.rgb, 1.0), second);
  alpha = max(alpha, second);
  float ring = isSelected * cover(abs(far - 3.6) - 1.3);
  color = mix(color, vec4(accent.rgb, 1.0), ring);
  alpha = max(alpha, ring);
  drawn = vec4(color.rgb * alpha, alpha);
}`;

/** A square around every node, in which its shape is drawn. */
export const NODES = { vertex: VERTEX, fragment: FRAGMENT };

export const NODE_CORNERS = 6;
