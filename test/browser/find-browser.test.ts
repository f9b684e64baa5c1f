import { describe, expect, it } from 'vitest';
import { findBrowsers, type Machine } from '../../src/browser/find-browser.ts';
import { UnavailableError } from '../../src/errors.ts';

const headlessShell =
  '/home/ada/.cache/puppeteer/chrome-headless-shell/linux-148.0.1.0/chrome-headless-shell-linux64/chrome-headless-shell';
const loader = '/lib64/ld-linux-x86-64.so.2';

/** A machine that holds nothing but these files. */
function machine(files: string[], changes: Partial<Machine> = {}): Machine {
  return {
    platform: 'linux',
    architecture: 'x64',
    homeFolder: '/home/ada',
    environment: { PATH: '/usr/bin:/bin' },
    isFile: (path) => files.includes(path),
    list: (folder) => [
      ...new Set(
        files.flatMap((file) => {
          const rest = file.replaceAll('\\', '/').split(`${folder.replaceAll('\\', '/')}/`)[1];
          return rest === undefined ? [] : [rest.split('/')[0] ?? ''];
        }),
      ),
    ],
    ...changes,
  };
}

const executables = (found: Machine, browserPath?: string) =>
  findBrowsers(found, browserPath).map((candidate) =>
    candidate.source === 'bundled' ? 'bundled' : candidate.executable,
  );

describe('the search for a browser', () => {
  it('tries puppeteer’s cache, then the system, then the bundled one', () => {
    const found = machine([loader, '/usr/bin/chromium', headlessShell]);
    expect(findBrowsers(found)).toEqual([
      { source: 'puppeteer', executable: headlessShell },
      { source: 'system', executable: '/usr/bin/chromium' },
      { source: 'bundled' },
    ]);
  });

  it('takes the browser that --browser names, and no other', () => {
    const found = machine([loader, headlessShell, '/opt/mine/chrome', '/opt/other/chrome'], {
      environment: { PUPPETEER_EXECUTABLE_PATH: '/opt/other/chrome' },
    });
    expect(findBrowsers(found, '/opt/mine/chrome')).toEqual([
      { source: 'given', executable: '/opt/mine/chrome' },
    ]);
  });

  it('takes the browser that PUPPETEER_EXECUTABLE_PATH names, and no other', () => {
    const environment = { PUPPETEER_EXECUTABLE_PATH: '/opt/other/chrome' };
    expect(executables(machine([loader, headlessShell, '/opt/other/chrome'], { environment }))).toEqual([
      '/opt/other/chrome',
    ]);
  });

  it('takes the bundled one when asked for by that word', () => {
    expect(executables(machine([loader, headlessShell]), 'bundled')).toEqual(['bundled']);
  });

  it('says at once when the browser that was named does not exist', () => {
    const found = machine([loader, headlessShell]);
    expect(() => findBrowsers(found, '/no/chrome')).toThrow('--browser: there is no browser at "/no/chrome"');
    const environment = { PUPPETEER_EXECUTABLE_PATH: '/no/chrome' };
    expect(() => findBrowsers({ ...found, environment })).toThrow(
      'PUPPETEER_EXECUTABLE_PATH: there is no browser at "/no/chrome"',
    );
  });

  it('takes an empty PUPPETEER_EXECUTABLE_PATH for none', () => {
    expect(executables(machine([loader], { environment: { PUPPETEER_EXECUTABLE_PATH: '' } }))).toEqual([
      'bundled',
    ]);
  });

  it('says how to get a browser when there is none', () => {
    expect(() => findBrowsers(machine([]))).toThrow(UnavailableError);
    expect(() => findBrowsers(machine([]))).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('--browser') }),
    );
  });

  it('offers the bundled one only where it can run: Linux x64 with glibc', () => {
    expect(executables(machine([loader]))).toEqual(['bundled']);
    const elsewhere = ['/usr/bin/chromium'];
    expect(executables(machine(elsewhere))).toEqual(elsewhere);
    expect(executables(machine([loader, ...elsewhere], { architecture: 'arm64' }))).toEqual(elsewhere);
    expect(executables(machine([loader, ...elsewhere], { platform: 'freebsd' }))).toEqual(elsewhere);
  });
});

describe('puppeteer’s cache', () => {
  const inCache = (path: string) => `/cache/${path}`;
  const environment = { PUPPETEER_CACHE_DIR: '/cache' };

  it('prefers the headless shell, then the newest version', () => {
    const files = [
      inCache('chrome/linux-150.0.0.0/chrome-linux64/chrome'),
      inCache('chrome-headless-shell/linux-99.0.0.0/chrome-headless-shell-linux64/chrome-headless-shell'),
      inCache('chrome-headless-shell/linux-148.0.0.0/chrome-headless-shell-linux64/chrome-headless-shell'),
    ];
    expect(executables(machine(files, { environment }))).toEqual([files[2], files[1], files[0]]);
  });

  it('passes over what is not completely there', () => {
    const files = [inCache('chrome/linux-150.0.0.0/chrome-linux64/LICENSE'), '/usr/bin/chromium'];
    expect(executables(machine(files, { environment }))).toEqual(['/usr/bin/chromium']);
  });

  it('knows the places of macOS and Windows', () => {
    const mac = inCache(
      'chrome/mac_arm-150.0.0.0/chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
    );
    expect(executables(machine([mac], { environment, platform: 'darwin' }))).toEqual([mac]);
    const windows = 'C:\\Users\\ada\\.cache\\puppeteer\\chrome\\win64-150.0.0.0\\chrome-win64\\chrome.exe';
    expect(
      executables(machine([windows], { platform: 'win32', homeFolder: 'C:\\Users\\ada', environment: {} })),
    ).toEqual([windows]);
  });
});

describe('a browser of the system', () => {
  it('is found on PATH and, for a cron job with a bare PATH, in the usual folders', () => {
    const files = ['/home/ada/bin/google-chrome', '/usr/local/bin/chromium', '/opt/google/chrome/chrome'];
    expect(executables(machine(files, { environment: { PATH: '/home/ada/bin' } }))).toEqual(files);
    expect(executables(machine(files, { environment: {} }))).toEqual(files.slice(1));
  });

  it('is never a snap, which cannot reach our files', () => {
    const files = [loader, '/snap/bin/chromium'];
    expect(executables(machine(files, { environment: { PATH: '/snap/bin:/usr/bin' } }))).toEqual(['bundled']);
  });

  it('is found among the applications of macOS', () => {
    const chrome = '/Users/ada/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(executables(machine([chrome], { platform: 'darwin', homeFolder: '/Users/ada' }))).toEqual([
      chrome,
    ]);
  });

  it('is found among the programs of Windows, Edge last', () => {
    const edge = 'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe';
    const chrome = 'D:\\Programs\\Google\\Chrome\\Application\\chrome.exe';
    const environment = { PROGRAMFILES: 'D:\\Programs' };
    expect(executables(machine([edge, chrome], { platform: 'win32', environment }))).toEqual([chrome, edge]);
  });
});
