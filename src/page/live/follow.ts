import { announce } from '../dashboard/announcer.ts';
import { type LeftPage, leave, leftPage } from '../dashboard/brought-back.ts';
import { ageLine } from './age-line.ts';
import type { FollowedPage } from './followed-page.ts';
import { listen } from './listen.ts';
import { lookBeside } from './look-beside.ts';
import { Renewal } from './renewal.ts';

/** A screen reader is told of updates no more often than this, in milliseconds. */
const quiet = 60_000;

/** Has a page follow its report: told by our server, or else by what lies beside the page. */
export async function follow(page: FollowedPage): Promise<void> {
  scrollBack();
  const source = await eventsAddress();
  if (source === undefined) followBeside(page);
  else followServer(page, source);
}

function followServer(page: FollowedPage, address: string): void {
  const line = ageLine(page);
  let isLost = false;
  let said = Date.now();
  const renewal = new Renewal(page, {
    updated: () => {
      line.show(isLost ? 'lost' : 'live');
      if (Date.now() - said < quiet) return;
      said = Date.now();
      announce(page.news());
    },
    impossible: () => offer(page, line.offer),
  });
  listen(address, {
    stamp: (stamp, age) => {
      if (isLost) announce(page.format().text('live.found'));
      isLost = false;
      line.publishedAt(Date.now() - age);
      line.show('live');
      renewal.to(stamp);
    },
    lost: () => {
      line.show('lost');
      if (isLost) return;
      isLost = true;
      // A server that only starts anew is back before anybody would have heard of it.
      setTimeout(() => {
        if (isLost) announce(document.querySelector('.live.lost')?.textContent ?? '');
      }, 5000);
    },
  });
}

function followBeside(page: FollowedPage): void {
  const { live = '', refresh } = document.documentElement.dataset;
  const line = ageLine(page);
  line.publishedAt(Date.parse(document.lastModified));
  let isNewer = false;
  let isGone = false;
  lookBeside(live, {
    same: () => line.show('seen'),
    newer: () => {
      if (isNewer) return;
      isNewer = true;
      offer(page, line.offer);
    },
    nothing: () => {
      isGone = true;
      line.hide();
    },
  });
  if (refresh === undefined) return;
  setInterval(() => {
    if ((isNewer || isGone) && !page.isBusy() && !document.hidden) loadAgain(page);
  }, Number(refresh) * 1000);
}

function offer(page: FollowedPage, put: ReturnType<typeof ageLine>['offer']): void {
  const label = page.format().text('live.newer');
  put(label, () => loadAgain(page));
  document.title = `• ${document.title}`;
  announce(label);
}

function loadAgain(page: FollowedPage): void {
  leave({ state: page.state(), read: whatIsRead() });
  location.reload();
}

/** The first widget that is seen; nothing where the top of the page is. */
function whatIsRead(): LeftPage['read'] {
  if (scrollY === 0) return undefined;
  const sections = [...document.querySelectorAll('main > [id]')];
  const first = sections.find((section) => section.getBoundingClientRect().bottom > 0);
  return first === undefined ? undefined : { id: first.id, top: first.getBoundingClientRect().top };
}

/** A page that was loaded again is read on where it was: its widgets may have other heights than they had. */
function scrollBack(): void {
  const left = leftPage();
  if (left === undefined) return;
  const { id = '', top = 0 } = left.read ?? {};
  const section = document.getElementById(id);
  if (section !== null) {
    scrollBy({ top: section.getBoundingClientRect().top - top, behavior: 'instant' });
  }
  history.replaceState(null, '');
}

/** Where the events of this page are told: our server names it in a header, others do not. A browser may bring a page back without its server. */
async function eventsAddress(): Promise<string | undefined> {
  if (!/^https?:$/.test(location.protocol)) return undefined;
  for (;;) {
    const headers = await ownHeaders();
    if (headers !== undefined) return /<([^>]+)>; rel="monitor"/.exec(headers.get('Link') ?? '')?.[1];
    await new Promise((resolve) => setTimeout(resolve, 5000));
  }
}

async function ownHeaders(): Promise<Headers | undefined> {
  try {
    return (await fetch(location.href, { method: 'HEAD', cache: 'no-store' })).headers;
  } catch {
    return undefined;
  }
}
