/** What to name an error by to whoever looks into the logs: `dispatch logs --trace ID`. */
export interface Reference {
  readonly code: string;
  readonly traceId?: string;
}
