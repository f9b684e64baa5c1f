import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import en from '../../src/locales/en.json' with { type: 'json' };
import fr from '../../src/locales/fr.json' with { type: 'json' };
import { locales } from '../../src/locales/locale.ts';
import { translate } from '../../src/locales/translate.ts';

const placeholders = (text: unknown): readonly string[] =>
  [...new Set(JSON.stringify(text).match(/\{\w+\}/g) ?? [])].sort();

describe('texts', () => {
  it('has the same keys in every language', () => {
    expect(Object.keys(fr)).toEqual(Object.keys(en));
    expect(locales).toEqual(['en', 'fr']);
  });

  it('has the same placeholders in every language', () => {
    for (const [key, { text }] of Object.entries(en)) {
      expect(placeholders(fr[key as keyof typeof fr]), key).toEqual(placeholders(text));
    }
  });

  it('tells translators where each text is shown', () => {
    for (const [key, { note }] of Object.entries(en)) expect(note.length, key).toBeGreaterThan(3);
  });

  it('puts a narrow no-break space before French double punctuation and none that could break', () => {
    for (const text of Object.values(fr).flatMap((entry) =>
      typeof entry === 'string' ? [entry] : Object.values(entry),
    )) {
      expect(text).not.toMatch(/[^\u202f][;:!?%»]|«[^\u202f]/);
      expect(text).not.toMatch(/'/);
    }
  });

  it('knows every text that a template asks for', () => {
    const templates = new URL('../../templates/', import.meta.url);
    for (const file of readdirSync(templates, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.hbs')) continue;
      const markup = readFileSync(new URL(file, templates), 'utf8');
      for (const [, key] of markup.matchAll(/\{\{t "([^"]+)"/g)) expect(Object.keys(en), file).toContain(key);
    }
  });

  it('uses the French names of the product that the report comes from', () => {
    const { text } = translate('fr');
    expect(
      [
        'page.name',
        'widget.email-summary',
        'widget.email-performance',
        'widget.bounce-categories',
        'widget.bounce-reasons',
        'widget.error-reasons',
        'metric.delivered',
        'category.soft',
        'category.ignored',
        'metric.complaints',
        'index.title',
      ].map((key) => text(key as Parameters<typeof text>[0])),
    ).toEqual([
      'Rapport dynamique sur les emails',
      'Résumé des emails',
      'Performances des emails',
      'Catégories de bounces',
      'Causes des bounces',
      'Causes des erreurs',
      'Délivrés',
      'Soft bounces',
      'Ignorées',
      'Réclamations relatives aux spams',
      'Exécutions',
    ]);
  });

  it('picks the plural form by the rules of the language', () => {
    const english = translate('en').plural;
    const french = translate('fr').plural;
    expect(english('index.count', 0, { count: '0' })).toBe('0 deliveries');
    expect(french('index.count', 0, { count: '0' })).toBe('0 livraison');
    expect(french('index.count', 1_000_000, { count: '1 000 000' })).toBe('1 000 000 livraisons');
  });
});
