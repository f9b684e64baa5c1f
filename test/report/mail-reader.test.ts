import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mailReaderOf } from '../../src/report/user-agents/mail-reader.ts';

const webKit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const blink = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('a user agent tells', () => {
  it.each([
    ['Apple Mail', 'phone', `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${webKit} Mobile/15E148`],
    ['Apple Mail', 'tablet', `Mozilla/5.0 (iPad; CPU OS 12_2 like Mac OS X) ${webKit} Mobile/15E148`],
    ['Apple Mail', 'computer', `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit}`],
    ['Apple Mail', null, 'Mozilla/5.0'],
    [
      'Gmail',
      null,
      'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
    ],
    ['Yahoo Mail', null, 'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html'],
    [
      'Outlook',
      'computer',
      'Mozilla/4.0 (compatible; MSIE 7.0; Windows NT 6.1; Win64; x64; Trident/7.0; Tablet PC 2.0; Microsoft Outlook 14.0.7113; ms-office; MSOffice 14)',
    ],
    ['Outlook', 'computer', 'Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.18429; Pro)'],
    ['Outlook', 'computer', 'MacOutlook/16.46.21021202 (Intelx64 Mac OS X 11.2.2 (Build 20D80))'],
    [
      'Outlook',
      'computer',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/136.0.0.0 Safari/537.36 Edg/136.0.0.0 OneOutlook/1.2025.516.400`,
    ],
    ['Outlook', 'phone', 'Outlook-iOS/709.2226530.prod.iphone (3.24.1)'],
    [
      'Thunderbird',
      'computer',
      'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Thunderbird/140.4.0',
    ],
    [
      'eM Client',
      'computer',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/55.0.2883.87 Safari/537.36 eM Client/8.2.1659.0`,
    ],
    ['HCL Notes', 'computer', 'Mozilla/4.0 (compatible; Lotus-Notes/6.0; Windows-NT)'],
    ['Windows Mail', 'computer', 'WindowsMail/17.5.9600.22013'],
  ])('the mail client %s on a %s', (client, device, userAgent) => {
    expect(mailReaderOf(userAgent)).toEqual({ client, device });
  });

  it.each([
    [
      'Safari',
      'phone',
      `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${webKit} Version/18.6 Mobile/15E148 Safari/604.1`,
    ],
    [
      'Safari',
      'computer',
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Version/18.6 Safari/605.1.15`,
    ],
    [
      'Chrome',
      'computer',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/142.0.0.0 Safari/537.36`,
    ],
    [
      'Chrome',
      'phone',
      `Mozilla/5.0 (Linux; Android 15; Pixel 9) ${blink} Chrome/142.0.0.0 Mobile Safari/537.36`,
    ],
    ['Chrome', 'tablet', `Mozilla/5.0 (Linux; Android 13; SM-X700) ${blink} Chrome/142.0.0.0 Safari/537.36`],
    [
      'Android WebView',
      'phone',
      `Mozilla/5.0 (Linux; Android 14; Pixel 8 Build/UQ1A; wv) ${blink} Version/4.0 Chrome/126.0.6478.71 Mobile Safari/537.36`,
    ],
    [
      'Microsoft Edge',
      'computer',
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${blink} Chrome/136.0.0.0 Safari/537.36 Edg/136.0.3240.92`,
    ],
    ['Firefox', 'computer', 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0'],
  ])('the browser %s on a %s', (client, device, userAgent) => {
    expect(mailReaderOf(userAgent)).toEqual({ client, device });
  });

  it.each(['', '   ', '-', 'x', 'curl/8.5.0', 'null', 'Something/1.0 (unheard of)'])(
    'nothing in %j',
    (text) => {
      expect(mailReaderOf(text)).toEqual({ client: null, device: null });
    },
  );

  it('nothing that a program of no device says of one', () => {
    const bot = 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)';
    expect(mailReaderOf(bot).device).toBeNull();
  });

  it('whatever it says, without a fault and without taking long', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { client, device } = mailReaderOf(text);
        expect(client).not.toBe('');
        expect([null, 'phone', 'tablet', 'computer']).toContain(device);
      }),
    );
    const began = performance.now();
    mailReaderOf(`Mozilla/5.0 (Macintosh; ${'AppleWebKit/1 '.repeat(100_000)}`);
    mailReaderOf(`${' '.repeat(100_000)}(${'; wv'.repeat(100_000)}`);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});
