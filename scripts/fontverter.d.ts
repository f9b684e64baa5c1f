declare module 'fontverter' {
  const fontverter: {
    /** A font in another container; `sfnt` is TrueType. */
    convert(font: Buffer, format: 'sfnt' | 'woff' | 'woff2'): Promise<Buffer>;
  };
  export default fontverter;
}
