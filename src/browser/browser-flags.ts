/**
 * The command line of a browser that prints pages and does nothing else: no window, no profile of the user's, no network of
 * its own, and a proxy and name server that lead nowhere, so that not even a preconnect leaves the machine.
 */
export function browserFlags(isHeadlessShell: boolean, profile: string, sandbox: boolean): string[] {
  return [
    isHeadlessShell ? '--headless' : '--headless=new',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    ...(sandbox ? [] : ['--no-sandbox', '--no-zygote']),
    ...noNetwork,
    ...nothingElse,
    'about:blank',
  ];
}

const noNetwork = [
  '--disable-background-networking',
  '--disable-client-side-phishing-detection',
  '--disable-component-update',
  '--disable-domain-reliability',
  '--disable-quic',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-pings',
  '--proxy-bypass-list=<-loopback>',
  '--proxy-server=127.0.0.1:9',
];

const nothingElse = [
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-features=HttpsUpgrades,MediaRouter,OptimizationHints,Translate',
  '--disable-gpu',
  '--disable-hang-monitor',
  '--disable-search-engine-choice-screen',
  '--disable-software-rasterizer',
  '--export-tagged-pdf',
  '--font-render-hinting=none',
  '--force-color-profile=srgb',
  '--generate-pdf-document-outline',
  '--hide-scrollbars',
  '--metrics-recording-only',
  '--mute-audio',
  '--no-default-browser-check',
  '--no-first-run',
  '--password-store=basic',
  '--use-mock-keychain',
];
