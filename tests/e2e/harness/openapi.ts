/** The OpenAPI document as far as the tests read it. */
export type OpenApi = {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
};

export type Operation = { 'x-capability'?: string; parameters?: { name: string; in: string }[] };

export type Endpoint = { method: string; path: string; capability: string | undefined };

const methods = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options'];

export function endpointsOf(document: OpenApi): Endpoint[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([method]) => methods.includes(method))
      .map(([method, operation]) => ({ method: method.toUpperCase(), path, capability: operation['x-capability'] })),
  );
}

/** A path with something in the place of its parameters. */
export function filled(path: string, values: Record<string, string>): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? 'something');
}
