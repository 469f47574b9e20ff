import { expect, test } from '../harness/test.ts';

test('a hundred sessions work at once', async ({ ownDispatch: dispatch }) => {
  test.slow();
  const numbers = Array.from({ length: 100 }, (_, number) => number);
  const created = await Promise.all(
    numbers.map((number) =>
      dispatch.api.create({
        name: `number ${number}`,
        command: ['sh', '-c', `echo "I am ${number}"; read answer; echo "${number} heard $answer"; exit ${number}`],
      }),
    ),
  );
  const clients = await Promise.all(created.map(({ id }) => dispatch.attach(id)));
  await Promise.all(clients.map((client, number) => client.see(`I am ${number}\r\n`)));

  const listed = await dispatch.api.list();
  expect(listed.filter(({ state }) => state === 'running')).toHaveLength(100);
  expect(new Set(listed.map(({ pid }) => pid)).size).toBe(100);

  await Promise.all(clients.map((client, number) => client.type(`word ${number}\r`)));
  const exits = await Promise.all(clients.map((client) => client.exit()));
  expect(exits.map(({ exitCode }) => exitCode)).toEqual(numbers);
  clients.forEach((client, number) => expect(client.text).toContain(`${number} heard word ${number}\r\n`));
});
