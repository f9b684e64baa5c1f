import { describe, expect, test } from 'vitest';
import { isoText } from '../../src/sample/instant.ts';
import { dumpOf, rowsOf } from './dump-of.ts';

interface NativeRow {
  event_type: string;
  event_id: string;
  bounce_category?: string;
  url?: string;
}

interface AjoRow {
  _id: string;
  timestamp: string;
  identityMap: { Email: { id: string; primary: boolean }[] };
  _experience: {
    customerJourneyManagement: {
      messageExecution: { messageExecutionID: string; messageLabel: string };
      messageProfile: {
        messageProfileID: string;
        channel: { _id: string };
        variant: string;
        isTestExecution: boolean;
      };
      emailChannelContext: { address: string };
      messageDeliveryfeedback?: {
        feedbackStatus: string;
        messageFailure?: { reason: string; code: string; type?: string; category: string };
        messageExclusion?: { reason: string; code: string };
      };
      messageInteraction?: { interactionType: string; isBot?: boolean; url?: string };
    };
  };
}

const canonicalColumns = new Set(
  `event_type timestamp delivery_id delivery_label event_id message_id recipient bounce_category reason code url
  link_label user_agent is_machine is_test variant`.split(/\s+/),
);
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('native rows', () => {
  const rows = rowsOf<NativeRow>(dumpOf('native', 5000, 3));

  test('have the canonical columns and no other', () => {
    expect(new Set(rows.flatMap((row) => Object.keys(row)))).toEqual(canonicalColumns);
  });

  test('share an event_id only when they are the same row', () => {
    const distinct = new Map(rows.map((row) => [row.event_id, JSON.stringify(row)]));
    expect(distinct.size).toBeLessThan(rows.length);
    for (const row of rows) expect(distinct.get(row.event_id)).toBe(JSON.stringify(row));
  });

  test('give every bounce its category and every click its link', () => {
    const bounces = rows.filter((row) => row.event_type === 'bounce');
    expect(new Set(bounces.map((row) => row.bounce_category))).toEqual(new Set(['hard', 'soft', 'ignored']));
    const clicks = rows.filter((row) => row.event_type === 'click');
    expect(new Set(clicks.map((row) => row.url)).size).toBe(8);
  });
});

describe('Adobe Journey Optimizer rows', () => {
  const rows = rowsOf<AjoRow>(dumpOf('ajo', 5000, 3));
  const branches = rows.map((row) => row._experience.customerJourneyManagement);
  const feedback = branches.flatMap((branch) => branch.messageDeliveryfeedback ?? []);
  const interactions = branches.flatMap((branch) => branch.messageInteraction ?? []);

  test('have the nested paths of the exports', () => {
    for (const { _id, timestamp, identityMap, _experience } of rows) {
      const { messageExecution, messageProfile, emailChannelContext } = _experience.customerJourneyManagement;
      expect(_id).toMatch(uuid);
      expect(new Date(timestamp).toISOString()).toBe(timestamp);
      expect(identityMap.Email).toEqual([{ id: emailChannelContext.address, primary: true }]);
      expect(messageExecution.messageExecutionID).toMatch(uuid);
      expect(messageProfile.messageProfileID).toMatch(uuid);
      expect(messageProfile.channel._id).toBe('https://ns.adobe.com/xdm/channels/email');
    }
  });

  test('are either feedback or tracking', () => {
    expect(feedback.length + interactions.length).toBe(rows.length);
  });

  test('have every status and interaction that Adobe reports of email', () => {
    const statuses = new Set(feedback.map((row) => row.feedbackStatus));
    expect(statuses).toEqual(new Set(['sent', 'bounce', 'out_of_band', 'error', 'exclude', 'delay']));
    const kinds = new Set(interactions.map((row) => row.interactionType));
    expect(kinds).toEqual(
      new Set(['open', 'click', 'unsubscribe', 'spam_complaint', 'bot_open', 'bot_click']),
    );
  });

  test('class every bounce with one of Adobe’s own codes', () => {
    const ofType = { Hard: ['10', '15'], Soft: ['20', '21', '22', '54', '100'] };
    const ignored = ['1', '23', '24', '25', '30', '40', '50', '51', '52', '60', '70'];
    for (const { feedbackStatus, messageFailure } of feedback) {
      if (feedbackStatus !== 'bounce' && feedbackStatus !== 'out_of_band') continue;
      const codes = { ...ofType, Ignored: ignored }[messageFailure?.type ?? ''];
      expect(codes).toContain(messageFailure?.code);
      expect(messageFailure?.category).toBe(feedbackStatus === 'bounce' ? 'sync' : 'async');
    }
  });

  test('say why a recipient was excluded', () => {
    const excluded = feedback.filter((row) => row.feedbackStatus === 'exclude');
    for (const row of excluded)
      expect(row.messageExclusion).toEqual({ reason: expect.any(String), code: expect.any(String) });
  });

  test('flag some machine opens by isBot alone', () => {
    expect(interactions.some((row) => row.interactionType === 'open' && row.isBot)).toBe(true);
  });

  test('share an _id only when they are the same row', () => {
    const distinct = new Map(rows.map((row) => [row._id, JSON.stringify(row)]));
    for (const row of rows) expect(distinct.get(row._id)).toBe(JSON.stringify(row));
  });
});

test.each([
  0,
  1,
  86_399_999,
  86_400_000,
  Date.UTC(2026, 10, 22, 8, 5, 7, 9),
  Date.UTC(2028, 1, 29, 23, 59, 59, 999),
])('writes the instant %i as Date does', (instant) => {
  expect(isoText(instant)).toBe(new Date(instant).toISOString());
});
