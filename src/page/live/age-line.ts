import type { FollowedPage } from './followed-page.ts';

/** How the page stands to its source: it is told of what is newer, it looks for it, or it has lost it. */
export type Standing = 'live' | 'seen' | 'lost';

/** The line that says how old the page is. */
export interface AgeLine {
  readonly show: (standing: Standing) => void;
  readonly hide: () => void;
  /** When the report was published that is shown, in epoch milliseconds by the clock of this machine. */
  readonly publishedAt: (instant: number) => void;
  /** Offers to load the page again, in place of the line. */
  readonly offer: (label: string, load: () => void) => void;
}

const [second, minute, hour, day] = [1000, 60_000, 3_600_000, 86_400_000] as const;

/** Puts the line behind the words above the title, where it moves nothing. It ticks as long as the page is open. */
export function ageLine(page: FollowedPage): AgeLine {
  const kicker = document.querySelector('.kicker');
  const line = document.createElement('span');
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'newer';
  // Gone where a page that was saved as a file begins anew.
  for (const element of [line, button]) element.dataset.added = '';
  let standing: Standing | undefined;
  let published = Date.now();
  let isOffered = false;

  const write = (): void => {
    button.hidden = !isOffered || page.isBusy();
    line.hidden = standing === undefined || isOffered;
    if (standing === undefined) return;
    const words = inWords(standing, published, page);
    // Ticks that change nothing are not written: a selection in the line stays.
    if (line.textContent !== words) line.textContent = words;
    const name = `live ${standing}`;
    if (line.className !== name) line.className = name;
  };
  write();
  kicker?.append(line, button);
  setInterval(write, second);

  return {
    show: (next) => {
      standing = next;
      write();
    },
    hide: () => {
      standing = undefined;
      write();
    },
    publishedAt: (instant) => {
      published = instant;
      write();
    },
    offer: (label, load) => {
      button.textContent = label;
      button.onclick = load;
      isOffered = true;
      write();
    },
  };
}

function inWords(standing: Standing, published: number, page: FollowedPage): string {
  const { text } = page.format();
  const age = ageInWords(Date.now() - published, page);
  if (standing === 'lost') return text('live.lost', { age });
  const updated = text(standing === 'live' ? 'live.updated' : 'live.seen', { age });
  const last = page.lastEvent();
  const { date, time } = page.format();
  // What is longer ago the head of the report says, with its day.
  if (last === null || date(last) !== date(Date.now())) return updated;
  return `${updated} · ${text('live.lastEvent', { time: time(last) })}`;
}

function ageInWords(age: number, page: FollowedPage): string {
  const { text, plural, count } = page.format();
  const of = (unit: number): string => count(Math.floor(age / unit));
  if (age < minute) return text('live.seconds', { count: count(Math.max(0, Math.floor(age / second))) });
  if (age < hour) return text('live.minutes', { count: of(minute) });
  if (age < day) return text('live.hours', { count: of(hour) });
  return plural('live.days', Math.floor(age / day), { count: of(day) });
}
