import { linksOf, type Person, partsOf, people, repliesTo } from './people.ts';

/** When the first of their events is, in epoch seconds. */
export const start = 1_795_334_400;

const isOfProfile = (text: string, { profile }: Person): boolean =>
  text.toLowerCase().includes(profile.toLowerCase()) && !text.includes('email=');

/** Rows of the native format, with people wherever a sender's dump may have them. */
export function nativeRows(): readonly object[] {
  return people.flatMap((person, number) => {
    const { address, profile } = person;
    const [local] = partsOf(address);
    const own = (recipient: string, row: number, more: object): object => ({
      timestamp: start + row,
      delivery_id: 'winter-sale',
      delivery_label: `Winter sale of ${address}`,
      message_id: `<${address}>-${number}`,
      recipient,
      ...more,
    });
    const recipientIn = (text: string): string => (isOfProfile(text, person) ? profile : address);
    const links = linksOf(person).map((url) => url.replace(`&p=${profile}`, ''));
    return [
      own(address, 0, { event_type: 'sent', variant: address, event_id: address }),
      own(profile, 0, { event_type: 'sent', variant: profile }),
      own(`"${local} Quux" <${address}>`, 1, { event_type: 'sent' }),
      own(`"${local} Quux" <${address}>`, 2, {
        event_type: 'bounce',
        reason: `${local} Quux (${local}) is away`,
      }),
      ...repliesTo(person).flatMap((reason, row) => [
        own(recipientIn(reason), row, {
          event_type: 'bounce',
          reason,
          code: `550 5.1.1 ${recipientIn(reason)}`,
        }),
        own(recipientIn(reason), row, { event_type: 'error', reason }),
        own(recipientIn(reason), row, { event_type: 'excluded', reason }),
        own(recipientIn(reason), row, { event_type: 'delay', reason }),
      ]),
      ...links.map((url, row) =>
        own(recipientIn(url), 60 + row, {
          event_type: 'click',
          url,
          link_label: `Cart of ${recipientIn(url)}`,
        }),
      ),
      own(address, 90, { event_type: 'open', user_agent: `Mail/1.0 (+${address}) ${profile}` }),
      // Rows that are rejected, with people in the place of all else.
      own(address, 91, { event_type: local.toLowerCase() }),
      own(address, 92, { event_type: address }),
      own(address, 93, { event_type: 'sent', timestamp: address }),
      // Deliveries of their own, and rows that nobody can read.
      ...(number > 1
        ? []
        : [
            own(address, 94, { event_type: 'sent', delivery_id: `cart of ${address}` }),
            own(profile, 95, { event_type: 'sent', delivery_id: profile, delivery_label: profile }),
          ]),
    ];
  });
}

/** Adobe Journey Optimizer's feedback and tracking, with all that it calls a person by. */
export function ajoRows(): readonly object[] {
  return people.flatMap(({ address, profile }, number) => {
    const person = { address, profile };
    const row = (more: object): object => ({
      timestamp: new Date((start + number) * 1000).toISOString(),
      identityMap: { ECID: [{ id: profile }], Email: [{ id: address, primary: true }] },
      _experience: {
        customerJourneyManagement: {
          emailChannelContext: { address },
          messageExecution: { messageExecutionID: 'winter-sale', messageLabel: `For ${profile}` },
          messageProfile: { messageProfileID: `${address}-${number}`, variant: address },
          ...more,
        },
      },
    });
    return [
      ...repliesTo(person).map((reason) =>
        row({
          messageDeliveryfeedback: { feedbackStatus: 'bounce', messageFailure: { reason, code: '10' } },
        }),
      ),
      ...linksOf(person).map((url) =>
        row({
          messageInteraction: { interactionType: 'click', url, label: `Cart of ${profile} ${address}` },
        }),
      ),
    ];
  });
}

/** SendGrid's events, with people in their categories too. */
export function sendgridRows(): readonly object[] {
  return people.flatMap((person, number) => {
    const { address } = person;
    const row = (event: string, more: object): object => ({
      ...{
        email: address,
        event,
        timestamp: start + number,
        sg_message_id: `${address}.filter`,
        smtp_id: `<${address}>`,
      },
      category: [number > 1 ? 'winter-sale' : `order-${address}`],
      ...more,
    });
    return [
      row('processed', { marketing_campaign_version: address }),
      ...repliesTo(person)
        .filter((reason) => !isOfProfile(reason, person))
        .map((reason) => row('bounce', { reason, status: '5.1.1', type: 'bounce' })),
      row('click', { url: linksOf(person)[0], useragent: address }),
    ];
  });
}
