declare module 'mjml' {
  /** Translates MJML to HTML; throws where it is not valid and validation is strict. */
  export default function mjml2html(
    mjml: string,
    options: {
      readonly validationLevel: 'strict' | 'soft' | 'skip';
      readonly fonts: Readonly<Record<string, string>>;
    },
  ): Promise<{ readonly html: string }>;
}
