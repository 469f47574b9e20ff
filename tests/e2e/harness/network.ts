import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A way to the server that can become another one, as when a laptop changes its network. */
export class Network {
  readonly #server;
  readonly #connections = new Set<Socket>();

  private constructor(port: number) {
    this.#server = createServer((client) => {
      const server = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [client, server],
        [server, client],
      ] as const) {
        this.#connections.add(from);
        from.on('data', (data) => to.write(data));
        from.on('error', () => undefined);
        from.on('close', () => {
          this.#connections.delete(from);
          to.destroy();
        });
      }
    });
  }

  static async open(port: number): Promise<Network> {
    const network = new Network(port);
    await new Promise<void>((done) => network.#server.listen(0, '127.0.0.1', done));
    return network;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Nothing passes any more on the connections that there are, and nobody is told; new ones work. */
  change(): void {
    for (const socket of this.#connections) socket.pause();
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#connections) socket.destroy();
  }
}
