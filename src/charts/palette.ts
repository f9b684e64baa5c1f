export interface Shade {
  readonly light: string;
  readonly dark: string;
}

/**
 * Every colour of the report, one per meaning. Marks keep a contrast of 3:1 to the card in both themes, and colours
 * that share a panel differ in lightness, so that they stay apart for every kind of colour vision.
 */
export const palette = {
  sent: { light: '#475569', dark: '#a3b1c6' },
  delivered: { light: '#0d9488', dark: '#2dd4bf' },
  bounces: { light: '#d97706', dark: '#fbbf24' },
  errors: { light: '#9f1239', dark: '#fb7185' },
  opens: { light: '#3b82f6', dark: '#5aa2fb' },
  clicks: { light: '#6d28d9', dark: '#c4b5fd' },
  hard: { light: '#881337', dark: '#f43f5e' },
  soft: { light: '#d97706', dark: '#fbbf24' },
  ignored: { light: '#6b7280', dark: '#9ca3af' },
  other: { light: '#8a94a3', dark: '#7c8796' },
  // The steps of one ramp, from few to many: told apart by lightness, and each has its figure besides.
  faint: { light: '#cfe0fb', dark: '#1d3557' },
  light: { light: '#9cc1f8', dark: '#27518c' },
  medium: { light: '#6096ee', dark: '#3a78c9' },
  strong: { light: '#2f66cf', dark: '#6fa9f6' },
  deep: { light: '#1a3a8a', dark: '#bdd8ff' },
  canvas: { light: '#f2f4f7', dark: '#0d1116' },
  card: { light: '#ffffff', dark: '#171c23' },
  ink: { light: '#101828', dark: '#e9edf2' },
  muted: { light: '#4b5565', dark: '#a6b0bd' },
  line: { light: '#e1e5eb', dark: '#2c343f' },
  control: { light: '#7a8494', dark: '#76818f' },
  accent: { light: '#1d4ed8', dark: '#8ab6ff' },
} as const satisfies Record<string, Shade>;

export type ColorName = keyof typeof palette;

/** A colour by its name, as a chart or style sheet writes it: the theme in force gives it its value. */
export function color(name: ColorName): string {
  return `var(--${name})`;
}

/** The custom properties that give each colour its value: dark where the screen prefers it, light everywhere else. */
export function paletteCss(): string {
  const declare = (theme: keyof Shade): string =>
    Object.entries(palette)
      .map(([name, shade]) => `--${name}:${shade[theme]}`)
      .join(';');
  const swatches = Object.keys(palette).map((name) => `.color-${name}{color:var(--${name})}`);
  return [
    `:root{color-scheme:light;${declare('light')}}`,
    `@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;${declare('dark')}}}`,
    ...swatches,
  ].join('\n');
}

/** Puts the light value in place of every colour name, for a picture that has to stand without the page; texts stay. */
export function withLightColors(svg: string): string {
  return svg.replace(/<[^>]+>/g, (tag) =>
    tag.replace(/ (fill|stroke)="var\(--([a-z]+)\)"/g, (attribute, paint: string, name: string) =>
      isColorName(name) ? ` ${paint}="${palette[name].light}"` : attribute,
    ),
  );
}

function isColorName(name: string): name is ColorName {
  return Object.hasOwn(palette, name);
}
