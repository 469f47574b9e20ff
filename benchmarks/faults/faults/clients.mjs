export default {
  kind: 'clients',
  what: 'half of the clients are gone without a word and come back',
  parameters: (random) => ({ odd: random.between(0, 1) }),
  strike({ clients, tally }, { odd }) {
    for (const client of clients.filter((_, i) => i % 2 === odd)) {
      client.drop();
      tally.cuts++;
    }
  },
};
