import { describe, expect, it } from 'vitest';
import { chooseMachineRules } from '../../src/config/machine-rules.ts';
import { eachRule, machineRules, usualMachineRules } from '../../src/report/machines/rules/index.ts';
import { errorOf, oneReport, reportOf } from './config-of.ts';

const off = eachRule(() => null);

describe('--machines', () => {
  it('leaves what it does not name as it is', () => {
    expect(chooseMachineRules(undefined)).toEqual(usualMachineRules);
    expect(chooseMachineRules('fast-click=5s, all-links = off')).toEqual({
      ...usualMachineRules,
      'fast-click': { seconds: 5, links: null },
      'all-links': null,
    });
  });

  it.each([
    ['image-proxy=always', 'image-proxy', { seconds: null, links: null }],
    ['image-proxy=2m', 'image-proxy', { seconds: 120, links: null }],
    ['all-links=5 in 30s', 'all-links', { seconds: 30, links: 5 }],
    ['known-agent=off', 'known-agent', null],
    ['click-before-open=on', 'click-before-open', { seconds: null, links: null }],
  ] as const)('understands %s', (option, rule, limits) => {
    expect(chooseMachineRules(option)).toEqual({ ...usualMachineRules, [rule]: limits });
  });

  it('turns all off, and on again what follows', () => {
    expect(chooseMachineRules('none')).toEqual(off);
    expect(chooseMachineRules('none,known-agent,fast-click=3s')).toEqual({
      ...off,
      'known-agent': { seconds: null, links: null },
      'fast-click': { seconds: 3, links: null },
    });
  });

  it.each([
    ['fast', `"fast" is no rule; there are none, ${machineRules.map(({ id }) => id).join(', ')}`],
    ['fast-click,', '"" is no rule; there are none, known-agent, image-proxy'],
    ['fast-click=5', 'fast-click must be on, off or a stretch of time such as 10s'],
    ['fast-click=always', 'fast-click must be on, off or'],
    ['fast-click=', 'fast-click must be on, off or'],
    ['image-proxy=soon', 'image-proxy must be on, off, always or a stretch of time such as 10s'],
    ['all-links=10s', 'all-links must be on, off or links and time as in 3 in 10s'],
    ['all-links=1 in 10s', 'all-links must be on'],
    ['known-agent=10s', 'known-agent must be on or off'],
    ['', 'is empty'],
  ])('refuses %j', (option, message) => {
    expect(() => chooseMachineRules(option)).toThrow(`--machines: ${message}`);
  });
});

describe('machines in a config', () => {
  it('is a map, in which true and false will do', async () => {
    const own = 'machines: { fast-click: 5s, known-agent: false, all-links: 4 in 20s, image-proxy: on }';
    expect((await reportOf(own)).machines).toEqual({
      ...usualMachineRules,
      'known-agent': null,
      'fast-click': { seconds: 5, links: null },
      'all-links': { seconds: 20, links: 4 },
    });
  });

  it('is a line as on the command line', async () => {
    expect((await reportOf('machines: none')).machines).toEqual(off);
    expect((await reportOf('machines: fast-click=5s')).machines['fast-click']).toEqual({
      seconds: 5,
      links: null,
    });
  });

  it('of a report wins over the one of all, rule by rule', async () => {
    const machines = (await reportOf('machines: { fast-click: 5s }', 'machines: none\n')).machines;
    expect(machines).toEqual({ ...off, 'fast-click': { seconds: 5, links: null } });
  });

  it.each([
    ['machines: { fast-click: 5 }', 'config.yaml:7: reports.0.machines.fast-click: must be on, off or'],
    ['machines: { fast-click: soon }', 'config.yaml:7: reports.0.machines.fast-click: must be on, off or'],
    [
      'machines: { quick-click: 5s }',
      'config.yaml:7: reports.0.machines.quick-click: no such key; there are known-agent,',
    ],
    [
      'machines: quick-click=5s',
      'config.yaml:7: reports.0.machines: "quick-click" is no rule; there are none,',
    ],
    ['machines: 5', 'config.yaml:7: reports.0.machines: must be'],
  ])('tells what is wrong with %s', async (own, message) => {
    expect(await errorOf(oneReport(own))).toContain(message);
  });
});
