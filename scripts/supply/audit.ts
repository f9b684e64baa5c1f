import * as z from 'zod';

const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const;
type Severity = (typeof severities)[number];

const answerSchema = z.object({
  vulnerabilities: z.record(z.string(), z.object({ name: z.string(), severity: z.enum(severities) })),
});

/** What `npm audit --json` comes to: what has to be mended, or why nobody knows. */
export type Verdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'found'; readonly findings: readonly string[] }
  | { readonly kind: 'no answer'; readonly why: string };

function parsed(output: string): unknown {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

const messageSchema = z.object({ message: z.string() });
const errorSchema = z.object({ error: z.object({ summary: z.string() }) });

/** Why there is no answer, by what npm says in its place. */
function whyNone(value: unknown): string {
  const message = messageSchema.safeParse(value).data?.message;
  return message ?? errorSchema.safeParse(value).data?.error.summary ?? 'npm gave none';
}

/**
 * Judges the output of `npm audit --json`. What people get from us must have nothing moderate or worse, what we only work with
 * nothing high or worse.
 */
export function judge(output: string, shipped: ReadonlySet<string>): Verdict {
  const value = parsed(output);
  const answer = answerSchema.safeParse(value);
  if (!answer.success) return { kind: 'no answer', why: whyNone(value) };
  const findings = Object.values(answer.data.vulnerabilities)
    .filter(({ name, severity }) => isAtLeast(severity, shipped.has(name) ? 'moderate' : 'high'))
    .map(
      ({ name, severity }) => `${name}: ${severity}${shipped.has(name) ? ', and people get it from us' : ''}`,
    );
  return findings.length === 0 ? { kind: 'clean' } : { kind: 'found', findings };
}

const isAtLeast = (severity: Severity, least: Severity): boolean =>
  severities.indexOf(severity) >= severities.indexOf(least);
