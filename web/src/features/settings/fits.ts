/** What a value looks like, as the generated schema has it. */
export interface Shape {
  readonly type: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly longest?: number;
  readonly options?: readonly string[];
  readonly pattern?: string;
  readonly item?: Shape;
  readonly most?: number;
  readonly fields?: Readonly<Record<string, Shape>>;
  readonly optional?: readonly string[];
}

/**
 * Whether a value is of a shape. The server refuses what isn't, and says why; this is for what was kept in the browser, and for what a
 * server of another version sends.
 */
export function fits(value: unknown, shape: Shape): boolean {
  switch (shape.type) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
      return Number.isInteger(value) && within(value as number, shape.minimum ?? -Infinity, shape.maximum ?? Infinity);
    case 'text':
      return typeof value === 'string' && value.length <= (shape.longest ?? Infinity) && matches(value, shape.pattern);
    case 'choice':
      return (
        typeof value === 'string' &&
        (shape.options?.includes(value) || (shape.pattern !== undefined && matches(value, shape.pattern)))
      );
    case 'list': {
      const { item, most = Infinity } = shape;
      return Array.isArray(value) && value.length <= most && value.every((one) => !item || fits(one, item));
    }
    case 'object':
      return typeof value === 'object' && value !== null && fieldsFit(value as Record<string, unknown>, shape);
    default:
      return false;
  }
}

function fieldsFit(value: Record<string, unknown>, { fields = {}, optional = [] }: Shape): boolean {
  return (
    Object.keys(value).every((name) => Object.hasOwn(fields, name)) &&
    Object.entries(fields).every(([name, shape]) =>
      value[name] === undefined ? optional.includes(name) : fits(value[name], shape),
    )
  );
}

function within(value: number, least: number, most: number): boolean {
  return value >= least && value <= most;
}

function matches(text: string, pattern: string | undefined): boolean {
  return pattern === undefined || new RegExp(`^(?:${pattern})$`).test(text);
}
