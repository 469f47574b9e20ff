import { m } from '$lib/messages';
import type { Reference } from '$lib/reference';
import type { Problem } from './types';

/** A refusal or a failure of the server, or none reached at all. `message` is fit to be shown. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** The request in the logs of server and runner. */
  readonly traceId: string | undefined;
  /** Whether the same again may succeed: nothing was wrong with what was asked, and nothing of it was done. */
  readonly mayPass: boolean;

  constructor(status: number, code: string, message: string, traceId?: string, mayPass = false) {
    super(message);
    this.traceId = traceId;
    this.mayPass = mayPass;
    this.status = status;
    this.code = code;
  }

  get isUnreachable(): boolean {
    return this.code === 'page.unreachable';
  }

  static unreachable(traceId?: string): ApiError {
    return new ApiError(0, 'page.unreachable', m.errors_no_answer(), traceId, true);
  }

  /** @param traceId that of the request, for an answer that names none. */
  static async from(response: Response, traceId?: string): Promise<ApiError> {
    const fallback = m.errors_answered({ status: response.status });
    try {
      const problem = (await response.json()) as Partial<Problem>;
      return new ApiError(
        response.status,
        problem.code ?? 'page.unknown',
        problem.detail ?? fallback,
        problem.traceId ?? traceId,
        problem.retry ?? false,
      );
    } catch {
      return new ApiError(response.status, 'page.unknown', fallback, traceId, true);
    }
  }
}

/** What to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What to name it by; nothing for what isn't of a server. */
export function referenceOf(error: unknown): Reference | undefined {
  return error instanceof ApiError ? { code: error.code, traceId: error.traceId } : undefined;
}
