/** Linear light, 0 to 1 inside sRGB. */
export type Rgb = readonly [red: number, green: number, blue: number];

type Lab = readonly [lightness: number, a: number, b: number];

const labToRgb = ([l, a, b]: Lab): Rgb => {
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
    -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
    -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short,
  ];
};

/** A colour by perceived lightness 0–1, chroma 0–0.3 and hue in degrees. */
export interface Oklch {
  lightness: number;
  chroma: number;
  hue: number;
}

const toLab = ({ lightness, chroma, hue }: Oklch): Lab => [
  lightness,
  chroma * Math.cos((hue * Math.PI) / 180),
  chroma * Math.sin((hue * Math.PI) / 180),
];

const shown = (rgb: Rgb): boolean => rgb.every((part) => part >= -0.0005 && part <= 1.0005);

/** Less chroma until a screen can show it: hue and lightness carry the harmony and stay. */
function withinGamut(color: Oklch): Oklch {
  let chroma = color.chroma;
  while (chroma > 0 && !shown(labToRgb(toLab({ ...color, chroma })))) chroma = Math.max(0, chroma - 0.004);
  return { ...color, chroma };
}

export const toRgb = (color: Oklch): Rgb => labToRgb(toLab(withinGamut(color)));

const rampSize = 512;

/** A gradient through colours, even to the eye. Read with `sample`. */
export class Ramp {
  readonly #table = new Float32Array((rampSize + 1) * 3);

  constructor(stops: readonly Oklch[]) {
    const labs = stops.map((stop) => toLab(withinGamut(stop)));
    for (let i = 0; i <= rampSize; i++) {
      const place = (i / rampSize) * (labs.length - 1);
      const index = Math.min(labs.length - 2, Math.floor(place));
      const from = labs[index] ?? labs[0]!;
      const to = labs[index + 1] ?? from;
      const t = place - index;
      const lab: Lab = [
        from[0] + (to[0] - from[0]) * t,
        from[1] + (to[1] - from[1]) * t,
        from[2] + (to[2] - from[2]) * t,
      ];
      this.#table.set(labToRgb(lab), i * 3);
    }
  }

  /** Writes the colour at `t`, 0 to 1, into `out`. */
  sample(t: number, out: Float32Array): void {
    const at = Math.round(Math.min(1, Math.max(0, t)) * rampSize) * 3;
    out[0] = this.#table[at]!;
    out[1] = this.#table[at + 1]!;
    out[2] = this.#table[at + 2]!;
  }

  color(t: number): Rgb {
    const out = new Float32Array(3);
    this.sample(t, out);
    return [out[0]!, out[1]!, out[2]!];
  }
}
