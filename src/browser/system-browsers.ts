import { posix, win32 } from 'node:path';
import type { Machine } from './find-browser.ts';

/** The Chrome and Chromium programs that the system has installed, each once, those to be preferred first. */
export function systemBrowsers(machine: Machine): string[] {
  return [...new Set(wellKnownPaths(machine))].filter(machine.isFile);
}

function wellKnownPaths(machine: Machine): string[] {
  switch (machine.platform) {
    case 'win32':
      return windowsPaths(machine);
    case 'darwin':
      return [...macPaths(machine), ...unixPaths(machine)];
    default:
      return unixPaths(machine);
  }
}

const unixNames = [
  'chrome-headless-shell',
  'chromium-headless-shell',
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
];

function unixPaths(machine: Machine): string[] {
  const onPath = (machine.environment.PATH ?? '').split(':').filter((folder) => folder.startsWith('/'));
  // A snap sees neither our temporary folder nor our profile: it cannot be driven from outside.
  const folders = [...onPath, '/usr/local/bin', '/usr/bin'].filter((folder) => !folder.startsWith('/snap/'));
  return [
    ...unixNames.flatMap((name) => folders.map((folder) => posix.join(folder, name))),
    '/opt/google/chrome/chrome',
  ];
}

function macPaths(machine: Machine): string[] {
  const applications = ['/Applications', posix.join(machine.homeFolder, 'Applications')];
  return ['Google Chrome', 'Chromium', 'Microsoft Edge'].flatMap((name) =>
    applications.map((folder) => posix.join(folder, `${name}.app`, 'Contents', 'MacOS', name)),
  );
}

function windowsPaths(machine: Machine): string[] {
  const { PROGRAMFILES, 'ProgramFiles(x86)': programFiles32, LOCALAPPDATA } = machine.environment;
  const roots = [PROGRAMFILES, programFiles32, LOCALAPPDATA, 'C:\\Program Files', 'C:\\Program Files (x86)'];
  // Edge is on every Windows and is a Chromium; it is the last resort there, as the bundled one is on Linux.
  const programs = [
    'Google\\Chrome\\Application\\chrome.exe',
    'Chromium\\Application\\chrome.exe',
    'Microsoft\\Edge\\Application\\msedge.exe',
  ];
  return programs.flatMap((program) =>
    roots.filter((root) => root !== undefined).map((root) => win32.join(root, program)),
  );
}
