import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportOf, reportsOf } from '../../support/report-of.ts';
import { toldBy } from '../../support/told-by.ts';

const published = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../dumps/ajo/${name}`, import.meta.url), 'utf8'))._experience
    .customerJourneyManagement;

interface Identity {
  readonly id?: string;
  readonly message?: string;
  readonly time?: string;
}

/** A row of the nested export around its own branch; the branches that every row has may be left out by `null`. */
function row(
  branch: object,
  { id, message = 'm1', time = '2026-11-22T08:00:00.000Z' }: Identity = {},
): object {
  return {
    ...(id === undefined ? {} : { _id: id }),
    timestamp: time,
    somethingElse: { nested: [1, 2] },
    _experience: {
      customerJourneyManagement: {
        messageExecution: {
          messageExecutionID: 'exec-1',
          messageLabel: 'Deal for Gold members',
          campaignID: 'c',
        },
        messageProfile: {
          messageProfileID: message,
          channel: { _id: 'https://ns.adobe.com/xdm/channels/email' },
          isTestExecution: false,
        },
        emailChannelContext: { address: `${message}@example.com` },
        ...branch,
      },
    },
  };
}

const feedback = (feedbackStatus: string, more: object = {}, identity?: Identity): object =>
  row({ messageDeliveryfeedback: { feedbackStatus, ...more } }, identity);
const tracking = (interactionType: string, more: object = {}, identity?: Identity): object =>
  row({ messageInteraction: { interactionType, ...more } }, identity);
const failure = (messageFailure: object): object => ({ messageFailure });

describe('message feedback', () => {
  it('takes sent for accepted: the message is sent and delivered', async () => {
    const { delivery, totals } = await reportOf([feedback('sent')]);
    expect(delivery).toMatchObject({ id: 'exec-1', label: 'Deal for Gold members', format: 'ajo' });
    expect(totals).toMatchObject({ targeted: 1, sent: 1, delivered: 1, bounces: 0, pending: 0 });
  });

  it('counts a message as sent once, whether it bounced, was accepted or both', async () => {
    const { totals } = await reportOf([
      feedback('sent', {}, { message: 'accepted then returned' }),
      feedback('out_of_band', failure({ type: 'Hard', category: 'async' }), {
        message: 'accepted then returned',
      }),
      feedback('bounce', failure({ type: 'Soft', category: 'sync' }), { message: 'refused' }),
    ]);
    expect(totals).toMatchObject({ sent: 2, delivered: 0, bounces: 2 });
  });

  it('leaves a message delivered when its later bounce is ignored', async () => {
    const { totals } = await reportOf([
      feedback('sent'),
      feedback('bounce', failure({ type: 'Ignored', code: '60', category: 'async', reason: 'Auto-reply' })),
    ]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, bounces: 1 });
  });

  it.each([
    [{ type: 'HARD', code: '20' }, 'hard'],
    [{ type: 'soft' }, 'soft'],
    [{ code: '10' }, 'hard'],
    [{ code: '22' }, 'soft'],
    [{ code: '51', reason: '550 5.7.1 blocked' }, 'ignored'],
    [{ code: 'FR-123', reason: '552 5.2.2 Messagebox is full' }, 'hard'],
    [{ reason: 'Messagebox is full' }, 'ignored'],
  ])('takes a bounce with %j for %s', async (messageFailure, category) => {
    const { sections } = await reportOf([feedback('bounce', failure(messageFailure))]);
    expect(sections['bounce-reasons'].rows[0]?.category).toBe(category);
  });

  it('maps the other states', async () => {
    const { totals, audit, sections } = await reportOf([
      feedback('sent'),
      feedback('delivered'),
      feedback('error', failure({ reason: 'No IP pool', code: 'E-1' })),
      feedback('exclude', { messageExclusion: { reason: 'personalizedDomainNotValid', code: '050109' } }),
      feedback('duplicate'),
      feedback('denylist'),
      feedback('delay'),
      feedback('read'),
      feedback('unknown'),
      feedback('exploded'),
    ]);
    expect(totals).toMatchObject({ sent: 1, delivered: 1, errors: 1, excluded: 3, retries: 1, targeted: 5 });
    expect(audit).toMatchObject({ read: 10, counted: 7, ignored: 2, rejected: 1 });
    expect(sections['error-reasons'].rows).toEqual([
      { reason: 'No IP pool', code: 'E-1', count: 1, share: 1 },
    ]);
  });

  it('reads the published examples', async () => {
    const { totals, sections } = await reportOf(
      [1, 2, 3].map((number) =>
        row(published(`message-delivery-feedback.example.${number}.compact.json`), { message: `m${number}` }),
      ),
    );
    expect(totals).toMatchObject({ sent: 2, delivered: 1, bounces: 1, excluded: 1 });
    expect(sections['bounce-reasons'].rows).toEqual([
      { reason: 'Messagebox is Full', code: 'FR-123', category: 'soft', status: null, count: 1, share: 1 },
    ]);
  });
});

describe('email tracking', () => {
  it('maps interactions, and tells machines apart by type or flag', async () => {
    const { totals, audit } = await reportOf([
      feedback('sent'),
      tracking('open'),
      tracking('open', { isBot: true }),
      tracking('bot_open'),
      tracking('click', { url: 'https://example.com', label: 'Shop', urlID: '1' }),
      tracking('bot_click'),
      tracking('unsubscribe'),
      tracking('spam_complaint'),
      tracking('submit'),
    ]);
    expect(totals).toMatchObject({
      opens: 1,
      machineOpens: 2,
      clicks: 1,
      machineClicks: 1,
      unsubscribes: 1,
      complaints: 1,
    });
    expect(audit).toMatchObject({ counted: 8, ignored: 1 });
  });

  it('reads the published examples', async () => {
    const { totals, audit } = await reportOf([
      feedback('sent'),
      ...[1, 2, 3, 4, 5].map((number) =>
        row(published(`message-interaction.example.${number}.compact.json`)),
      ),
    ]);
    expect(totals).toMatchObject({ clicks: 1, opens: 0, machineOpens: 1 });
    expect(audit).toMatchObject({ counted: 3, ignored: 3 });
  });
});

describe('identities', () => {
  it('drop duplicates by _id', async () => {
    const { audit } = await reportOf([tracking('open', {}, { id: 'x' }), tracking('open', {}, { id: 'x' })]);
    expect(audit).toMatchObject({ counted: 1, duplicates: 1 });
  });

  it('take the primary identity where there is no address', async () => {
    const anonymous = (identityMap: object): object => ({
      ...row({ emailChannelContext: null, messageInteraction: { interactionType: 'open' } }),
      identityMap,
    });
    const { totals } = await reportOf([
      anonymous({ ECID: [{ id: '1' }], Email: [{ id: 'ada@example.com', primary: true }] }),
      anonymous({ Email: [{ id: 'ada@example.com', primary: true }], ECID: [{ id: '2', primary: false }] }),
      anonymous({ ECID: [{ id: '3' }] }),
    ]);
    expect(totals).toMatchObject({ opens: 3, uniqueOpens: 2 });
  });

  it('leave test executions out', async () => {
    const { audit } = await reportOf([
      feedback('sent'),
      row({ messageDeliveryfeedback: { feedbackStatus: 'sent' }, messageProfile: { isTestExecution: true } }),
    ]);
    expect(audit).toMatchObject({ counted: 1, test: 1 });
  });
});

describe('rows', () => {
  it('of other channels are ignored', async () => {
    const sms = { messageProfile: { channel: { _id: 'https://ns.adobe.com/xdm/channels/sms' } } };
    const { audit } = await reportOf([
      feedback('sent'),
      row({ ...sms, messageDeliveryfeedback: { feedbackStatus: 'sent' } }),
    ]);
    expect(audit).toMatchObject({ counted: 1, ignored: 1 });
  });

  it('may lack any branch', async () => {
    const [report] = await reportsOf([
      {
        timestamp: '2026-11-22T08:00:00Z',
        _experience: { customerJourneyManagement: { messageDeliveryfeedback: { feedbackStatus: 'sent' } } },
      },
      { timestamp: '2026-11-22T08:00:00Z', _experience: { customerJourneyManagement: {} } },
      { timestamp: '2026-11-22T08:00:00Z', _experience: null },
      { _experience: { customerJourneyManagement: { messageDeliveryfeedback: 'sent' } } },
    ]);
    expect(report).toMatchObject({
      delivery: { id: 'dump' },
      totals: { sent: 1, delivered: 1 },
      audit: { rejected: 3 },
    });
  });
});

describe('what Adobe tells of links, programs, variants and blocks', () => {
  it('is read from the published interactions', async () => {
    const click = published('message-interaction.example.1.compact.json');
    expect(await toldBy([row(click)])).toEqual([{ url: 'https://www.adobe.com/', label: 'adobe.com' }]);
  });

  it('names the program as a published interaction does, which is a visit of a page and no click', async () => {
    const visit = JSON.stringify(row(published('message-interaction.example.5.compact.json')));
    const [told, ignored] = await toldBy([`${visit.replace('"visit"', '"click"')}\n`, `${visit}\n`]);
    expect(told).toEqual({
      url: 'https://www.adobe.com/products/experience-platform.html',
      label: 'Experience Platform Page',
      agent: expect.stringMatching(/^Mozilla\/5\.0 \(Macintosh; .* Chrome\/120/),
    });
    expect(ignored).toEqual({});
  });

  it('names the program in the event itself too, and the variant in the message profile', async () => {
    const environment = { browserDetails: { userAgent: 'Mozilla/5.0' } };
    expect(
      await toldBy([
        { ...tracking('open'), environment },
        row({ messageInteraction: { interactionType: 'open' }, messageProfile: { variant: 'A' } }),
      ]),
    ).toEqual([{ agent: 'Mozilla/5.0' }, { variant: 'A' }]);
  });

  it.each([
    ['50', 'reputation'],
    ['51', 'reputation'],
    ['52', 'content'],
    ['53', 'policy'],
    ['54', 'policy'],
    ['22', undefined],
  ])('takes the error type %s for a block because of %s', async (code, block) => {
    expect(await toldBy([feedback('bounce', failure({ code }))])).toEqual([
      block === undefined ? {} : { block },
    ]);
  });
});
