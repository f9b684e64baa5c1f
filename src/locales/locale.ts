/** The languages of the report. To add one, name it here, and add the file of its texts to `translate.ts`. */
export const locales = ['en', 'fr'] as const;

export type Locale = (typeof locales)[number];
