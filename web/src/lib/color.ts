/** A colour of sRGB: `#rrggbb`, or `#rrggbbaa` where something shines through. */
export type Hex = `#${string}`;

/** Lightness 0 to 1 as the eye has it, chroma from 0 (grey), hue in degrees. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

/** Red, green and blue. */
type Rgb = readonly [number, number, number];

/** Matrices of OKLab as its author gives them, for linear sRGB: https://bottosson.github.io/posts/oklab/ */
export function oklchOf(hex: Hex): Oklch {
  const [red, green, blue] = linear(rgbOf(hex));
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const l = 0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short;
  const a = 1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short;
  const b = 0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short;
  return { l, c: Math.hypot(a, b), h: ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360 };
}

/** A colour that no screen of sRGB shows keeps its lightness and hue, and loses chroma until one does. */
export function hexOf({ l, c, h }: Oklch): Hex {
  if (l <= 0) return '#000000';
  if (l >= 1) return '#ffffff';
  let shown = linearOf({ l, c, h });
  if (isOutside(shown)) {
    let within = 0;
    let beyond = c;
    while (beyond - within > 0.0005) {
      const middle = (within + beyond) / 2;
      if (isOutside(linearOf({ l, c: middle, h }))) beyond = middle;
      else within = middle;
    }
    shown = linearOf({ l, c: within, h });
  }
  return hexOfRgb(shown.map(encoded) as unknown as Rgb);
}

/** Parts of 0 to 1; what lies outside is cut off. */
export function hexOfRgb(parts: Rgb): Hex {
  const digits = parts.map((part) =>
    Math.round(Math.min(1, Math.max(0, part)) * 255)
      .toString(16)
      .padStart(2, '0'),
  );
  return `#${digits.join('')}`;
}

/** Display P3, which has sRGB's curve and other primaries, as sRGB has it. The matrix is CSS Color 4's. */
export function hexOfP3(parts: Rgb): Hex {
  const [red, green, blue] = linear(parts);
  const shown: Rgb = [
    1.2249401763 * red - 0.2249401763 * green,
    -0.0420569547 * red + 1.0420569547 * green,
    -0.0196375546 * red - 0.0786360456 * green + 1.0982736001 * blue,
  ];
  return hexOfRgb(shown.map(encoded) as unknown as Rgb);
}

export function withAlpha(hex: Hex, alpha: number): Hex {
  return `${hex}${Math.round(alpha * 255)
    .toString(16)
    .padStart(2, '0')}` as Hex;
}

/** From 1 to 21, as WCAG 2.2 counts it. */
export function contrast(one: Hex, other: Hex): number {
  const [darker, lighter] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(hex: Hex): number {
  const [red, green, blue] = linear(rgbOf(hex));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function rgbOf(hex: Hex): Rgb {
  const part = (at: number) => parseInt(hex.slice(at, at + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

function linearOf({ l, c, h }: Oklch): Rgb {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
}

/** By less than a step of eight bits doesn't count. */
function isOutside(parts: Rgb): boolean {
  return parts.some((part) => part < -0.0001 || part > 1.0001);
}

function linear(parts: Rgb): Rgb {
  return parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as unknown as Rgb;
}

function encoded(part: number): number {
  return part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055;
}
