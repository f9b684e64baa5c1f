import { describe, expect, it } from 'vitest';
import { configOf, errorOf, oneReport } from './config-of.ts';

const environment = { HOST: 'mail.example.com', PORT: '2525', DAYS: 'days', EMPTY: '', SIGN: '$' };

const named = async (name: string): Promise<string> => {
  const { reports } = await configOf(
    oneReport().replace('nightly', () => name),
    { environment },
  );
  return reports[0].name;
};

describe('a variable in a config', () => {
  it.each([
    ['"${HOST}"', 'mail.example.com'],
    ['of ${HOST}, ${DAYS}', 'of mail.example.com, days'],
    ['$${HOST}', '${HOST}'],
    ['$$${HOST}', '$${HOST}'],
    ['$HOST', '$HOST'],
    ['$', '$'],
    ['${SIGN}${SIGN}', '$$'],
  ])('%s is %s', async (name, filled) => {
    expect(await named(name)).toBe(filled);
  });

  it('may be a number', async () => {
    const text = oneReport().replace('{ host: mail.example.com }', '{ host: "${HOST}", port: "${PORT}" }');
    expect((await configOf(text, { environment })).smtp).toMatchObject({
      host: 'mail.example.com',
      port: 2525,
    });
  });

  it('is filled in before addresses are read and groups are looked up', async () => {
    const text = oneReport('', 'groups: { days: [a@example.com] }\n').replace('anna@example.com', '${DAYS}');
    expect((await configOf(text, { environment })).reports[0].to).toMatchObject([
      { address: 'a@example.com' },
    ]);
  });

  it.each([
    ['${GONE}', 'the variable ${GONE} is not set'],
    ['${EMPTY}', 'the variable ${EMPTY} is not set'],
    ['${constructor}', 'the variable ${constructor} is not set'],
    ['${GONE:-x}', 'has a ${ that begins no variable: write ${NAME}, or $${ for the characters themselves'],
    ['"${"', 'has a ${ that begins no variable: write ${NAME}, or $${ for the characters themselves'],
    ['"${ HOST }"', 'has a ${ that begins no variable: write ${NAME}, or $${ for the characters themselves'],
  ])('%s is an error on its line', async (name, message) => {
    const text = oneReport().replace('nightly', () => name);
    expect(await errorOf(text, { environment })).toBe(`config.yaml:4: reports.0.name: ${message}`);
  });
});
